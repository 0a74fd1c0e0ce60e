module.exports = {
  layout: "note.njk",
  permalink: data => `papers/${data.page.fileSlug}/`,
};
