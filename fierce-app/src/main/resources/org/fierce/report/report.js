// The parts of a report that answer: the map, the confusion matrices, the copy button. No library, no network.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("report-data").textContent);

  function element(tag, attributes = {}, ...children) {
    const made = tag.startsWith("svg:")
      ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
      : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function choice(label, options, selected, changed) {
    const select = element("select");
    options.forEach(([value, text]) => select.append(element("option", { value }, text)));
    select.value = selected;
    select.addEventListener("change", () => changed(select.value));
    return { select, box: element("label", { class: "choice" }, element("span", {}, label), select) };
  }

  const brief = value => (Math.abs(value) >= 100 ? value.toFixed(0) : String(+value.toPrecision(3)));

  // ---------------------------------------------------------------- the map
  const SIZE = 400;
  const MARGIN = 12;
  const STEPS = 6;

  class EmbeddingMap {
    constructor(app, map) {
      this.map = map;
      this.count = map.rows.length;
      this.coarse = -1;
      this.colour = "coarse";
      this.raised = null;
      this.active = -1;
      this.live = element("p", { class: "unseen", "aria-live": "polite" });
      this.legend = element("ul", { class: "legend marks", "aria-label": "Legend: choose an entry to raise it" });
      this.controls(app);
      this.panels = map.methods.slice(0, 2).map((method, i) => new Panel(this, i, i === 0 ? map.left : map.right));
      app.append(element("div", { class: "panels" }, ...this.panels.map(panel => panel.figure)), this.legend, this.live);
      this.draw();
    }

    controls(app) {
      const map = this.map;
      const classes = data.coarse.map((name, i) => [i, name]).filter(([i]) => map.coarse.includes(i));
      this.zoom = choice("Coarse class", [[-1, "all classes"], ...classes], -1, value => this.zoomInto(+value));
      this.zoom.select.id = "map-zoom";
      const colours = [["coarse", "coarse class"]];
      if (map.fine) colours.push(["fine", "fine class"]);
      if (map.methods.some(m => m.right)) colours.push(["right", "right or wrong (" + map.reading + ")"]);
      if (map.methods.some(m => m.error)) colours.push(["error", "size of the error"]);
      if (map.value) colours.push(["value", "true value"]);
      Object.keys(map.shares || {}).forEach(name => colours.push(["share:" + name, "share of " + name]));
      if (map.methods.some(m => m.predicted)) {
        colours.push(["predicted", "predicted coarse class"], ["confidence", "confidence of the prediction"]);
      }
      this.paint = choice("Colour by", colours, "coarse", value => {
        this.colour = value;
        this.raised = null;
        this.draw();
      });
      this.paint.select.id = "map-colour";
      app.append(element("div", { class: "choices" }, this.zoom.box, this.paint.box));
    }

    zoomInto(coarse) {
      this.coarse = coarse;
      this.raised = null;
      if (this.map.fine && (this.colour === "coarse" || this.colour === "fine")) {
        this.colour = coarse < 0 ? "coarse" : "fine";
      }
      this.zoom.select.value = coarse;
      this.paint.select.value = this.colour;
      if (this.active >= 0 && !this.shows(this.active)) this.active = -1;
      this.draw();
    }

    shows(i) {
      return this.coarse < 0 || this.map.coarse[i] === this.coarse;
    }

    /** What a point is drawn as: the key of its group, in a method. */
    key(method, i) {
      const map = this.map;
      switch (this.colour) {
        case "coarse": return map.coarse[i];
        case "fine": return map.fine[i];
        case "predicted": return method.predicted ? method.predicted[i] : -1;
        case "right": return method.right ? method.right[i] : -1;
        default: return this.step(this.number(method, i));
      }
    }

    number(method, i) {
      const map = this.map;
      if (this.colour === "value") return map.value[i];
      if (this.colour === "error") return method.error ? method.error[i] : null;
      if (this.colour === "confidence") return method.confidence ? method.confidence[i] : null;
      return map.shares[this.colour.slice(6)][i];
    }

    step(value) {
      if (value === null || value === undefined) return -1;
      let step = 0;
      while (step < STEPS - 1 && value >= this.edges[step]) step++;
      return step;
    }

    /** Edges between the steps: equal widths for what lies between 0 and 1, else equal numbers of points. */
    findEdges() {
      this.edges = [];
      if (["coarse", "fine", "predicted", "right"].includes(this.colour)) return;
      const isPart = this.colour === "confidence" || this.colour.startsWith("share:");
      const values = [];
      for (const method of this.map.methods) {
        for (let i = 0; i < this.count; i++) {
          const value = this.shows(i) ? this.number(method, i) : null;
          if (value !== null && value !== undefined) values.push(value);
        }
      }
      values.sort((a, b) => a - b);
      for (let s = 1; s < STEPS; s++) {
        this.edges.push(isPart ? s / STEPS : values[Math.floor((values.length * s) / STEPS)]);
      }
      this.edges = this.edges.filter((edge, i, all) => i === 0 || edge > all[i - 1]);
    }

    /** The groups that any panel shows, in the order of the legend. */
    groups() {
      const counts = new Map();
      for (const panel of this.panels) {
        for (let i = 0; i < this.count; i++) {
          if (this.shows(i)) {
            const key = this.key(panel.method, i);
            counts.set(key, (counts.get(key) || 0) + (panel === this.panels[0] ? 1 : 0));
          }
        }
      }
      const keys = [...counts.keys()].sort((a, b) => a - b);
      const isClass = ["coarse", "fine", "predicted"].includes(this.colour);
      return keys.map((key, place) => {
        if (key < 0) return { key, label: "nothing said", style: "none", shape: 0 };
        if (this.colour === "right") {
          return { key, label: key ? "right" : "wrong", style: key ? "c0" : "c1", shape: key ? 0 : 3 };
        }
        if (!isClass) return { key, label: this.range(key), style: "q" + key, shape: 0 };
        // Within one coarse class its fine classes get the first marks; elsewhere a class keeps its own.
        const mark = this.colour === "fine" ? place : key;
        const names = this.colour === "fine" ? data.fine : data.coarse;
        return { key, label: names[key], style: "c" + (mark % 8), shape: Math.floor(mark / 8) % 4 };
      });
    }

    range(step) {
      const low = step === 0 ? null : this.edges[step - 1];
      const high = step < this.edges.length ? this.edges[step] : null;
      return low === null ? "below " + brief(high) : high === null ? brief(low) + " and more" : brief(low) + " to " + brief(high);
    }

    draw() {
      this.findEdges();
      const groups = this.groups();
      this.panels.forEach(panel => panel.draw(groups));
      this.legend.replaceChildren(
        ...groups.map(group => {
          const button = element(
            "button",
            { type: "button", "aria-pressed": String(this.raised === group.key) },
            element("svg:svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, ...mark([[6, 6]], group)),
            group.label,
          );
          button.addEventListener("click", () => {
            this.raised = this.raised === group.key ? null : group.key;
            const at = groups.indexOf(group);
            this.draw();
            this.legend.children[at].firstChild.focus();
          });
          return element("li", {}, button);
        }),
      );
    }

    activate(i, panel) {
      this.active = i;
      this.panels.forEach(each => each.mark(i, each === panel));
      this.live.textContent = i < 0 || !panel ? "" : this.lines(panel.method, i).join(", ");
    }

    /** What is said of a point. */
    lines(method, i) {
      const map = this.map;
      const lines = [];
      if (map.fine && map.fine[i] >= 0) lines.push(data.fine[map.fine[i]]);
      if (map.value) lines.push("true " + brief(map.value[i]));
      lines.push("coarse class " + data.coarse[map.coarse[i]]);
      if (method.told && method.told[i] >= 0) {
        lines.push((method.right[i] ? "✓ told right" : "✗ told " + data.fine[method.told[i]]) + " by " + map.reading);
      }
      if (method.number) lines.push("predicted " + brief(method.number[i]));
      if (method.predicted && method.predicted[i] >= 0) {
        const sure = Math.round(100 * method.confidence[i]) + " %";
        lines.push("predicted class " + data.coarse[method.predicted[i]] + ", " + sure);
      }
      Object.entries(map.shares || {}).forEach(([name, cells]) => lines.push(name + " " + cells[i].toFixed(2)));
      if (map.values) map.values.columns.forEach((name, c) => lines.push(name + " " + map.values.cells[i][c]));
      lines.push("row " + map.ids[i]);
      return lines;
    }

    picture(i) {
      const sheet = this.map.pictures;
      if (!sheet || sheet.places[i] < 0) return null;
      const made = element("span", { class: "picture test-picture" });
      const place = sheet.places[i];
      made.style.backgroundPosition =
        -(place % sheet.columns) * sheet.stepX + "px " + -Math.floor(place / sheet.columns) * sheet.stepY + "px";
      return made;
    }
  }

  /** Paths that mark points; one path a group, so that 2,000 points stay quick. */
  function mark(points, group) {
    const dots = points.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");
    switch (group.shape) {
      case 1: return [element("svg:path", { class: "dots square " + group.style, d: dots })];
      case 2: return [
        element("svg:path", { class: "dots " + group.style, d: dots }),
        element("svg:path", { class: "dots hole", d: dots }),
      ];
      case 3: {
        const crosses = points.map(([x, y]) => `M${(x - 2.5).toFixed(1)} ${(y - 2.5).toFixed(1)}l5 5m0-5l-5 5`).join("");
        return [element("svg:path", { class: "crosses " + group.style, d: crosses })];
      }
      default: return [element("svg:path", { class: "dots " + group.style, d: dots })];
    }
  }

  class Panel {
    constructor(owner, number, method) {
      this.owner = owner;
      this.method = owner.map.methods[method];
      this.layout = 0;
      const names = owner.map.methods.map((each, i) => [i, each.name]);
      this.methods = choice(owner.map.methods.length > 1 ? (number ? "Right" : "Left") : "Method", names, method, value => {
        this.method = owner.map.methods[+value];
        this.layouts();
        owner.draw();
      });
      this.methods.select.id = "map-method-" + number;
      this.way = choice("Layout", [], 0, value => {
        this.layout = +value;
        owner.draw();
      });
      this.way.select.id = "map-layout-" + number;
      this.points = element("svg:g");
      this.ring = element("svg:circle", { class: "ring", r: 7, visibility: "hidden" });
      this.plot = element(
        "svg:svg",
        { viewBox: `0 0 ${SIZE} ${SIZE}`, tabindex: 0, role: "application", "aria-roledescription": "map of test rows" },
        this.points,
        this.ring,
      );
      this.tip = element("div", { class: "tip", hidden: "" });
      this.note = element("small");
      this.figure = element(
        "figure",
        { class: "panel" },
        element("div", { class: "choices" }, this.methods.box, this.way.box),
        element("div", { class: "plot" }, this.plot, this.tip),
        element("figcaption", {}, this.note),
      );
      this.layouts();
      this.listen();
    }

    layouts() {
      this.layout = Math.min(this.layout, this.method.layouts.length - 1);
      this.way.select.replaceChildren(
        ...this.method.layouts.map((layout, i) => element("option", { value: i }, layout.name)),
      );
      this.way.select.value = this.layout;
    }

    listen() {
      this.plot.addEventListener("pointermove", event => this.owner.activate(this.nearest(event), this));
      this.plot.addEventListener("pointerdown", event => this.owner.activate(this.nearest(event), this));
      this.plot.addEventListener("pointerleave", event => {
        if (event.pointerType === "mouse") this.owner.activate(-1, null);
      });
      this.plot.addEventListener("blur", () => this.owner.activate(-1, null));
      this.plot.addEventListener("focus", () => {
        if (this.owner.active < 0 && this.plot.matches(":focus-visible")) this.owner.activate(this.closest(SIZE / 2, SIZE / 2), this);
      });
      this.plot.addEventListener("keydown", event => this.pressed(event));
    }

    pressed(event) {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const active = this.owner.active;
      if (ways[event.key]) {
        this.owner.activate(active < 0 ? this.closest(SIZE / 2, SIZE / 2) : this.next(active, ways[event.key]), this);
      } else if (event.key === "Enter" && active >= 0) {
        this.owner.zoomInto(this.owner.coarse < 0 ? this.owner.map.coarse[active] : -1);
        this.owner.activate(this.owner.active, this);
      } else if (event.key === "Escape") {
        if (active >= 0) this.owner.activate(-1, null);
        else this.owner.zoomInto(-1);
      } else {
        return;
      }
      event.preventDefault();
    }

    /** The nearest point in a direction. */
    next(from, [right, down]) {
      let best = from;
      let least = Infinity;
      const [x0, y0] = this.at[from];
      this.at.forEach((place, i) => {
        if (!place || i === from) return;
        const along = (place[0] - x0) * right + (place[1] - y0) * down;
        const aside = Math.abs((place[0] - x0) * down) + Math.abs((place[1] - y0) * right);
        if (along > 0 && along + 2 * aside < least) {
          least = along + 2 * aside;
          best = i;
        }
      });
      return best;
    }

    nearest(event) {
      const box = this.plot.getBoundingClientRect();
      const scale = SIZE / box.width;
      return this.closest((event.clientX - box.left) * scale, (event.clientY - box.top) * scale, 22 * scale);
    }

    closest(x, y, reach = Infinity) {
      let best = -1;
      let least = reach * reach;
      this.at.forEach((place, i) => {
        if (!place) return;
        const far = (place[0] - x) ** 2 + (place[1] - y) ** 2;
        if (far < least) {
          least = far;
          best = i;
        }
      });
      return best;
    }

    draw(groups) {
      const owner = this.owner;
      const layout = this.method.layouts[this.layout];
      let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
      for (let i = 0; i < owner.count; i++) {
        if (owner.shows(i)) {
          left = Math.min(left, layout.x[i]);
          right = Math.max(right, layout.x[i]);
          low = Math.min(low, layout.y[i]);
          high = Math.max(high, layout.y[i]);
        }
      }
      const scale = (SIZE - 2 * MARGIN) / Math.max(right - left, high - low, 1);
      this.at = layout.x.map((x, i) =>
        owner.shows(i)
          ? [SIZE / 2 + (x - (left + right) / 2) * scale, SIZE / 2 - (layout.y[i] - (low + high) / 2) * scale]
          : null,
      );
      const places = new Map(groups.map(group => [group.key, []]));
      this.at.forEach((place, i) => {
        if (place) places.get(owner.key(this.method, i)).push(place);
      });
      const drawn = groups.map(group => {
        const isFaint = owner.raised !== null && owner.raised !== group.key;
        return element("svg:g", isFaint ? { class: "faint" } : {}, ...mark(places.get(group.key), group));
      });
      drawn.sort((a, b) => b.classList.contains("faint") - a.classList.contains("faint"));
      this.points.replaceChildren(...drawn);
      const count = this.at.filter(place => place).length;
      const where = owner.coarse < 0 ? "all coarse classes" : data.coarse[owner.coarse];
      this.plot.setAttribute(
        "aria-label",
        `${layout.name} of ${this.method.name}: ${count} test rows of ${where}, coloured by ` +
          `${owner.paint.select.selectedOptions[0].textContent}. Arrow keys go from point to point, Enter zooms into ` +
          "the coarse class and out again.",
      );
      this.note.textContent = `${count} test rows${layout.note ? ", " + layout.note : ""}`;
      this.mark(owner.active, false);
    }

    mark(i, isHere) {
      const place = i < 0 ? null : this.at[i];
      this.ring.setAttribute("visibility", place ? "visible" : "hidden");
      this.tip.hidden = !place || !isHere;
      if (!place) return;
      this.ring.setAttribute("cx", place[0]);
      this.ring.setAttribute("cy", place[1]);
      if (isHere) this.tell(i, place);
    }

    tell(i, [x, y]) {
      const picture = this.owner.picture(i);
      const [first, ...others] = this.owner.lines(this.method, i);
      this.tip.replaceChildren(
        ...(picture ? [picture] : []),
        element("div", {}, element("b", {}, first), ...others.map(line => element("div", {}, line))),
      );
      const scale = this.plot.getBoundingClientRect().width / SIZE;
      const room = this.plot.getBoundingClientRect().width - this.tip.offsetWidth;
      this.tip.style.left = Math.max(0, Math.min(room, x * scale - this.tip.offsetWidth / 2)) + "px";
      const above = y * scale - this.tip.offsetHeight - 12;
      this.tip.style.top = (above > 0 ? above : y * scale + 14) + "px";
    }
  }

  // ---------------------------------------------------------------- confusion
  const LARGEST = 50;

  class Confusion {
    constructor(app, confusion) {
      this.methods = confusion.methods;
      const classes = [...new Set(this.methods.flatMap(method => method.counts.map(each => each.coarse)))];
      const shares = new Map(classes.map(coarse => [coarse, this.right(this.methods[0], coarse)]));
      classes.sort((a, b) => shares.get(a) - shares.get(b));
      this.coarse = classes[0];
      this.chosen = this.methods.length > 1 ? [0, 1] : [0];
      const options = classes.map(coarse => [coarse, data.coarse[coarse]]);
      const which = choice("Coarse class, worst first", options, this.coarse, value => {
        this.coarse = +value;
        this.draw();
      });
      which.select.id = "confusion-class";
      const names = this.methods.map((method, i) => [i, method.name]);
      this.tables = this.chosen.map((method, place) => {
        const select = choice("Method", names, method, value => {
          this.chosen[place] = +value;
          this.draw();
        });
        select.select.id = "confusion-method-" + place;
        const holder = element("div", { class: "wide", tabindex: 0, role: "region" });
        return { box: element("div", { class: "matrix" }, element("div", { class: "choices" }, select.box), holder), holder };
      });
      app.append(element("div", { class: "choices" }, which.box), element("div", { class: "panels" }, ...this.tables.map(t => t.box)));
      this.draw();
    }

    cells(method, coarse) {
      const found = method.counts.find(each => each.coarse === coarse);
      const cells = [];
      for (let i = 0; found && i < found.cells.length; i += 3) cells.push(found.cells.slice(i, i + 3));
      return cells;
    }

    right(method, coarse) {
      let right = 0;
      let all = 0;
      for (const [truth, told, count] of this.cells(method, coarse)) {
        all += count;
        if (truth === told) right += count;
      }
      return right / all;
    }

    draw() {
      const classes = new Map();
      for (const method of this.chosen.map(i => this.methods[i])) {
        for (const [truth, told, count] of this.cells(method, this.coarse)) {
          classes.set(truth, (classes.get(truth) || 0) + count);
          if (!classes.has(told)) classes.set(told, 0);
        }
      }
      const names = [...classes.keys()]
        .sort((a, b) => classes.get(b) - classes.get(a))
        .slice(0, LARGEST)
        .sort((a, b) => data.fine[a].localeCompare(data.fine[b]));
      this.tables.forEach((table, place) => this.matrix(table.holder, this.methods[this.chosen[place]], names, classes.size));
    }

    matrix(holder, method, names, all) {
      const counts = new Map();
      const totals = new Map();
      for (const [truth, told, count] of this.cells(method, this.coarse)) {
        counts.set(truth + " " + told, count);
        totals.set(truth, (totals.get(truth) || 0) + count);
      }
      const title = `Confusion inside ${data.coarse[this.coarse]}, ${method.name}`;
      holder.setAttribute("aria-label", title);
      const head = element("tr", {}, element("td", {}));
      names.forEach(name => head.append(element("th", { scope: "col" }, element("span", {}, data.fine[name]))));
      const body = names.map(truth => {
        const line = element("tr", {}, element("th", { scope: "row" }, data.fine[truth]));
        names.forEach(told => {
          const count = counts.get(truth + " " + told) || 0;
          const total = totals.get(truth) || 0;
          const share = total ? count / total : 0;
          const words = `${data.fine[truth]} told as ${data.fine[told]}: ${count} of ${total}`;
          const cell = element("td", { title: words }, share >= 0.005 ? share.toFixed(2).replace(/^0/, "") : "");
          cell.style.setProperty("--share", Math.round(45 * share) + "%");
          if (truth === told) cell.className = "same";
          line.append(cell);
        });
        return line;
      });
      holder.replaceChildren(
        element(
          "table",
          { class: "confusion" + (names.length > 12 ? " many" : "") },
          element("caption", {}, `${method.name}: ${this.right(method, this.coarse).toFixed(3)} right` +
            (all > names.length ? `; the ${names.length} largest of ${all} fine classes` : "")),
          element("thead", {}, head),
          element("tbody", {}, ...body),
        ),
      );
    }
  }

  // ---------------------------------------------------------------- copying, printing
  async function copy(button) {
    const text = document.getElementById(button.dataset.copies);
    let done = true;
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch (refused) {
      getSelection().selectAllChildren(text);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Press Ctrl+C to copy";
  }

  document.querySelectorAll("[data-copies]").forEach(button => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(each => (each.open = true));
  });
  addEventListener("afterprint", () => opened.forEach(each => (each.open = false)));

  const mapApp = document.getElementById("map-app");
  if (mapApp && data.map) new EmbeddingMap(mapApp, data.map);
  const confusionApp = document.getElementById("confusion-app");
  if (confusionApp && data.confusion) new Confusion(confusionApp, data.confusion);
})();
