"use strict";
// Sorting and filtering of tables, and opening the table that a link leads into. Without it the page still shows everything.

// Thousands are separated by commas in English, by spaces in Ukrainian, where the comma separates decimals.
const thousands = document.documentElement.lang === "en" ? /,/g : /\s/g;

function comparable(cell) {
  if (cell.classList.contains("none")) return null;
  const text = cell.textContent.trim();
  return cell.classList.contains("n") ? Number(text.replace(thousands, "").replace(",", ".").replace("−", "-")) : text;
}

function sort(table, column, head) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => [comparable(row.cells[column]), row]);
  rows.sort(([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1);
  });
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  body.append(...rows.map(([, row]) => row));
}

for (const table of document.querySelectorAll("table.sortable")) {
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const button = document.createElement("button");
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(table, column, head));
    head.replaceChildren(button);
  });
}

for (const input of document.querySelectorAll("input[data-table]")) {
  const rows = Array.from(document.getElementById(input.dataset.table).tBodies[0].rows);
  const output = input.closest("p").querySelector("output");
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    output.textContent = rows.filter((row) => !row.hidden).length;
  };
  input.addEventListener("input", filter);
  filter();
  input.closest("p").hidden = false;
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.closest("details");
  if (!details) return;
  details.open = true;
  // A row would else stand below the head of its table, which stays in view.
  target.scrollIntoView({ block: target === details ? "start" : "center" });
}
addEventListener("hashchange", openTarget);
openTarget();
