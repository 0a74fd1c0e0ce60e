// Full-text search. Pagefind's files load when somebody searches, not before.
const form = document.getElementById("search");
const found = document.getElementById("found");
const list = document.getElementById("results");
const more = document.getElementById("more");
const here = new URL(".", document.baseURI);
const site = new URL("..", here);
const AT_ONCE = 20;

// Signs of scripts without spaces are words of their own, in the index as well.
const SIGN = "[\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
const separate = text => text.replace(new RegExp(SIGN, "gu"), " $& ").trim().replace(/\s+/g, " ");
const joined = new RegExp(`(${SIGN}(?:</mark>)?) ((?:<mark>)?)(?=${SIGN})`, "gu");
const only = new RegExp(`^(?:${SIGN}|\\s)+$`, "u");

// The one word that the index has for a DOI, an arXiv id or another identifier; empty for words.
const identifier = text => {
  const bare = text.trim().replace(/^(https?:\/\/[^/]+\/(abs\/|pdf\/)?|[a-z]+:\s*)/i, "");
  return /^\S*\d\S*[./:]\S*$|^\S*[./:]\S*\d\S*$/.test(bare) ? bare.toLowerCase().replace(/[\W_]/g, "") : "";
};

let index = null;
const load = () => index ??= (async () => {
  const pagefind = await import(new URL("pagefind/pagefind.js", site));
  await pagefind.init();
  for (let shard = 1; shard < form.dataset.shards; shard++) {
    await pagefind.mergeIndex(new URL(`pagefind/${shard}`, site).pathname);
  }
  for (const [name, counts] of Object.entries(await pagefind.filters())) {
    const choice = form.elements[name];
    const values = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
    choice?.append(...values.map(([value, count]) => new Option(`${value} (${count})`, value)));
  }
  for (const choice of form.querySelectorAll("select")) choice.disabled = choice.length < 3;
  restore();
  return pagefind;
})();

const element = (name, className, ...content) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
};

// An excerpt is HTML; of that only the marks are taken over.
const excerpt = html => {
  const parsed = new DOMParser().parseFromString(html.replace(joined, "$1$2"), "text/html");
  return [...parsed.body.childNodes].map(
    node => node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent);
};

const row = data => {
  const link = element("a", "", element("bdi", "", data.meta.title));
  link.href = new URL(data.raw_url.replace(/^\//, ""), site);
  const text = element("p", "tldr", ...excerpt(data.excerpt));
  text.dir = "auto";
  return element("li", "row", element("h2", "", link), element("p", "meta", data.meta.byline ?? ""), text);
};

let asked = 0;
let results = [];
const show = async () => {
  const mine = asked;
  const next = results.slice(list.children.length, list.children.length + AT_ONCE);
  const rows = (await Promise.all(next.map(result => result.data()))).map(row);
  if (mine !== asked) return;
  list.append(...rows);
  more.hidden = list.children.length >= results.length;
};

const search = async () => {
  const mine = ++asked;
  const given = [...new FormData(form)].filter(([, value]) => value.trim());
  history.replaceState(null, "", given.length ? `?${new URLSearchParams(given)}` : here);
  const { q = "", ...chosen } = Object.fromEntries(given);
  if (!given.length) {
    results = [];
    list.replaceChildren();
    more.hidden = true;
    found.textContent = "";
    return;
  }
  try {
    const pagefind = await load();
    const words = separate(q);
    const term = only.test(q) && words.includes(" ") ? `"${words}"` : words;
    const ask = text => pagefind.search(text || null, { filters: chosen });
    const id = identifier(q);
    let answer = id ? await ask(`"${id}"`) : null;
    if (!answer?.results.length) answer = await ask(term);
    if (mine !== asked) return;
    results = answer.results;
    list.replaceChildren();
    const { none, one, many } = form.dataset;
    found.textContent = [none, one][results.length] ?? many.replace("{}", results.length);
    await show();
  } catch (problem) {
    console.info(problem);
    found.textContent = location.protocol === "file:" ? form.dataset.file : form.dataset.failed;
  }
};

const restore = () => {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
};

let soon;
form.addEventListener("input", () => {
  clearTimeout(soon);
  soon = setTimeout(search, 150);
});
form.addEventListener("submit", event => {
  event.preventDefault();
  clearTimeout(soon);
  search();
});
form.addEventListener("focusin", () => { load().catch(() => {}); }, { once: true });
more.addEventListener("click", show);
restore();
if (location.search) load().then(search, search);
else form.elements.q.focus({ preventScroll: true });
