// Reads flowcharts with Mermaid itself: that they are flowcharts, that each has the nodes, labels and
// edges that are meant, and that no text in them became an instruction.
//
//   node read_mermaid.mjs [FILE…]     without a file: ends with 77 where Mermaid is not there
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const folders = [process.env.DGCTL_NODE_MODULES];
try {
  folders.push(execFileSync("npm", ["root", "-g"], { encoding: "utf8" }).trim());
} catch {
  // no npm: only what the variable names
}

async function load(name) {
  for (const folder of folders.filter(Boolean)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
      const entry = manifest.exports?.["."]?.import ?? manifest.module;
      if (typeof entry === "string") return await import(pathToFileURL(join(folder, name, entry)).href);
      return createRequire(join(folder, "x.js"))(name);
    } catch {
      // the next one may have it
    }
  }
  process.exit(77);
}

const { JSDOM } = await load("jsdom");
const dom = new JSDOM("<!DOCTYPE html><body></body>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const mermaid = (await load("mermaid")).default;
mermaid.initialize({ startOnLoad: false });

/** Entities as a reader of the file would resolve them; Mermaid keeps them aside in marks of its own. */
const inFile = (text) => text.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
const inMermaid = (text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
const complain = (file, what) => {
  console.error(`${basename(file)}: ${what}`);
  process.exit(2);
};

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const { diagramType, config } = await mermaid.parse(text);
  if (!diagramType.startsWith("flowchart")) complain(file, `is read as ${diagramType}`);
  if (Object.keys(config).length > 0) complain(file, `sets ${JSON.stringify(config)}`);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const meant = [...text.matchAll(/^ *(n\d+)\["(.*)"\]$/gm)];
  const vertices = db.getVertices();
  if (vertices.size !== meant.length) complain(file, `${meant.length} nodes are meant, ${vertices.size} are read`);
  for (const [, id, label] of meant) {
    const wanted = inFile(label).replaceAll("<br/>", "<br>");
    const read = inMermaid(vertices.get(id).text).replaceAll("<br/>", "<br>");
    if (read !== wanted) complain(file, `${id} is read as ${read}`);
    if (vertices.get(id).labelType === "markdown") complain(file, `${id} is read as Markdown`);
  }
  const edges = [...text.matchAll(/^ *n\d+ --> n\d+$/gm)].length;
  if (db.getEdges().length !== edges) complain(file, `${edges} edges are meant, ${db.getEdges().length} are read`);
  console.log(`${basename(file)}: ${meant.length} nodes`);
}
