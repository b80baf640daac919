// Reads a file with Zotero's own import translators, and prints its items as one line of JSON after "@@".
const { referenceImport } = require(`${process.argv[2]}/node_modules/zotero-translators`)
referenceImport(require("fs").readFileSync(process.argv[3], "utf8")).then((items) => {
  process.stdout.write("\n@@" + JSON.stringify(items) + "\n", () => process.exit(0))
})
