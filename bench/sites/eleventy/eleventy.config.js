// The same work as apercu: a page a note, a paginated index, a page per tag, a feed, a sitemap.
// MATH names the package that renders it: temml or katex.
const dollarmath = require("markdown-it-dollarmath").default;
const highlight = require("@11ty/eleventy-plugin-syntaxhighlight");
const engine = require(process.env.MATH);

const PER_PAGE = 20;
const renderer = (content, {displayMode}) =>
  engine.renderToString(content, {displayMode, throwOnError: false});

const notesOf = api => api.getFilteredByGlob("content/*.md").reverse();

const listsOf = api => {
  const byTag = new Map();
  for (const note of notesOf(api)) {
    for (const tag of note.data.tags) {
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push(note);
    }
  }
  return [...byTag.keys()].sort().map(tag => ({tag, notes: byTag.get(tag)}));
};

const pagesOf = ({tag, notes}) => {
  const total = Math.ceil(notes.length / PER_PAGE);
  const cut = k => notes.slice(PER_PAGE * k, PER_PAGE * k + PER_PAGE);
  return Array.from({length: total}, (_, k) => ({tag, number: k + 1, total, notes: cut(k)}));
};

module.exports = config => {
  config.addPlugin(highlight);
  config.amendLibrary("md", md => md.use(dollarmath, {renderer}));
  config.addCollection("notes", notesOf);
  config.addCollection("byTag", listsOf);
  config.addCollection("tagPages", api => listsOf(api).flatMap(pagesOf));
  config.addFilter("day", date => date.toISOString().slice(0, 10));
  return {
    dir: {input: ".", output: "_site", includes: "_includes"},
    markdownTemplateEngine: false,
  };
};
