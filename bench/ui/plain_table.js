// The floor of scrolling: the page is replaced by bare rows of text, each moved and rewritten once a frame; no framework, no data to look up.
async ([rows, columns, frames]) => {
  document.body.innerHTML = "";
  const sheet = document.body.appendChild(document.createElement("div"));
  sheet.style.cssText = "position: relative; height: 900px; overflow: hidden; font: 13px sans-serif";
  const cells = [];
  for (let row = 0; row < rows; row += 1) {
    const line = sheet.appendChild(document.createElement("div"));
    line.style.cssText = `position: absolute; display: flex; transform: translateY(${row * 28}px)`;
    for (let column = 0; column < columns; column += 1) {
      const cell = line.appendChild(document.createElement("span"));
      cell.style.cssText = "width: 100px; overflow: hidden; white-space: nowrap";
      cells.push(cell);
    }
  }
  return bench.frames(frames, (frame) => {
    for (let each = 0; each < cells.length; each += 1) cells[each].textContent = String((frame * 12 + each) / 7);
  });
}
