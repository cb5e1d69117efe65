// A running story keeps itself true: edits and removals happen in place, arrivals wait
// behind a button, and nothing that is being read moves.

const HIDDEN_SECONDS = 60;
const LONGEST_SECONDS = 300;

class Story {
  constructor(bar) {
    this.bar = bar;
    this.list = document.getElementById("updates");
    this.change = Number(bar.dataset.change);
    this.next = Number(bar.dataset.next);
    this.isArchive = "archive" in bar.dataset;
    this.isOldestFirst = "oldestFirst" in bar.dataset;
    this.waiting = new Map();
    this.told = {};
    this.failures = 0;
    this.isPaused = false;
    this.title = document.title;
    this.build();
    document.addEventListener("visibilitychange", () => document.hidden || this.poll());
    addEventListener("online", () => this.poll());
    this.plan();
  }

  build() {
    this.button = document.createElement("button");
    this.button.className = "follow-arrivals";
    this.button.hidden = true;
    this.button.addEventListener("click", () => this.reveal());
    this.pause = document.createElement("button");
    this.pause.className = "follow-pause";
    this.pause.textContent = "Pause live updates";
    this.pause.addEventListener("click", () => this.togglePause());
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.bar.replaceChildren(this.button, this.pause, this.status);
  }

  // --- Asking --------------------------------------------------------------

  plan() {
    clearTimeout(this.timer);
    if (!this.next || this.isPaused) return;
    const slowed = Math.min(this.next * 2 ** this.failures, LONGEST_SECONDS);
    const seconds = document.hidden ? Math.max(slowed, HIDDEN_SECONDS) : slowed;
    this.timer = setTimeout(() => this.poll(), seconds * 1000 * (0.9 + Math.random() / 5));
  }

  async poll() {
    if (!this.next || this.isPaused || this.isAsking) return;
    this.isAsking = true;
    try {
      const answer = await fetch(`${this.bar.dataset.live}${this.change}/`, {
        cache: "no-cache",
      });
      if (answer.status === 404 || answer.status === 410) return this.end();
      if (!answer.ok) throw new Error(answer.status);
      this.take(await answer.json());
      this.failures = 0;
    } catch {
      this.failures += 1;
    } finally {
      this.isAsking = false;
      this.plan();
    }
  }

  togglePause() {
    this.isPaused = !this.isPaused;
    this.pause.textContent = this.isPaused ? "Resume live updates" : "Pause live updates";
    if (this.isPaused) clearTimeout(this.timer);
    else this.poll();
  }

  // --- Telling -------------------------------------------------------------

  take(news) {
    this.next = news.next_poll;
    this.pause.hidden = !this.next;
    this.tellComments(news.comment_count);
    if (news.reload) return this.offerReload();
    if (news.badge) this.keepPlace(() => this.apply(news));
    this.change = news.change;
    this.tellArrivals();
  }

  // The badge comes alone where nothing has changed but the time.
  apply({ html, gone, marks, badge, headline }) {
    swap(document.querySelector(".headline .coverage"), badge);
    if (!marks) return;
    for (const id of gone) {
      this.waiting.delete(String(id));
      document.getElementById(`update-${id}`)?.remove();
    }
    for (const section of parse(html)) this.place(section);
    if (this.isNews("pinned", marks.pinned)) this.putPinned(marks.pinned);
    const events = marks["key-events"];
    if (this.isNews("key-events", events)) this.putKeyEvents(events);
    this.keepLinksHere();
    const printed = document.querySelector(".headline h1");
    if (printed.textContent !== headline) {
      printed.textContent = headline;
      this.title = headline;
    }
    this.redrawDays();
    document.dispatchEvent(new CustomEvent("story:drawn"));
  }

  place(section) {
    const id = section.id.replace("update-", "");
    const shown = document.getElementById(section.id);
    this.waiting.delete(id);
    if (shown) {
      const isMoved = moment(shown) !== moment(section);
      if (shown.outerHTML !== section.outerHTML) shown.replaceWith(section);
      if (isMoved) this.insert(section);
    } else if (!this.isArchive && this.isWanted(section)) {
      this.waiting.set(id, section);
    }
  }

  // What is told again as it was stays untouched: it may be in use.
  isNews(name, html) {
    const isNews = this.told[name] !== html;
    this.told[name] = html;
    return isNews;
  }

  // It stands on the first page alone.
  putPinned(html) {
    document.getElementById("pinned")?.replaceChildren(...parse(html));
  }

  putKeyEvents(html) {
    const shown = document.getElementById("key-events");
    if (shown) shown.replaceWith(...parse(html));
    else document.querySelector(".story-text").before(...parse(html));
  }

  // A link to an update that stands on this page needs no other.
  keepLinksHere() {
    for (const section of this.list.querySelectorAll(".update")) {
      const url = section.querySelector("a.stamp").getAttribute("href");
      const links = document.querySelectorAll(
        `#key-events a[href="${url}"], .pinned-mark a[href="${url}"]`,
      );
      for (const link of links) link.href = `#${section.id}`;
    }
  }

  // Behind the last that is shown it stands on a page of its own, if there are more.
  isBehind(section) {
    const last = [...this.list.querySelectorAll(".update")].at(-1);
    return last && document.querySelector(".more-updates") && this.comesBefore(last, section);
  }

  // Read from the beginning, news stand on the last page, and are told all the same.
  isWanted(section) {
    return this.isOldestFirst || !this.isBehind(section);
  }

  comesBefore(one, other) {
    const later =
      moment(one) - moment(other) || Number(idOf(one)) - Number(idOf(other));
    return this.isOldestFirst ? later < 0 : later > 0;
  }

  insert(section) {
    const all = [...this.list.querySelectorAll(".update")];
    const next = all.find((other) => other !== section && this.comesBefore(section, other));
    if (next) next.before(section);
    else this.list.append(section);
    this.list.querySelector(".notice")?.remove();
  }

  // A line with the day stands wherever the day changes.
  redrawDays() {
    for (const line of this.list.querySelectorAll(".day")) line.remove();
    let day = this.isArchive ? "" : this.list.querySelector(".update")?.dataset.day;
    for (const section of this.list.querySelectorAll(".update")) {
      if (section.dataset.day !== day) {
        const line = document.createElement("p");
        line.className = "day";
        line.textContent = section.dataset.day;
        section.before(line);
      }
      day = section.dataset.day;
    }
  }

  // Whatever changes above it, the line that is being read stays where it is.
  keepPlace(act) {
    const blocks = document.querySelectorAll(".prose > *, .update h2, .comment, .headline > *");
    const read = [...blocks].find((block) => block.getBoundingClientRect().bottom > 0);
    const before = read?.getBoundingClientRect().top;
    act();
    if (read?.isConnected) scrollBy(0, read.getBoundingClientRect().top - before);
  }

  tellArrivals() {
    const count = this.waiting.size;
    const text = `${count} new update${count === 1 ? "" : "s"}`;
    document.title = count ? `(${count}) ${this.title}` : this.title;
    this.button.hidden = !count;
    this.bar.classList.toggle("has-arrivals", count > 0);
    if (this.button.textContent === text) return;
    this.button.textContent = text;
    this.status.textContent = count ? text : "";
  }

  reveal() {
    const arrivals = [...this.waiting.values()].sort((a, b) => moment(a) - moment(b));
    if (this.isBehind(arrivals[0])) {
      location.assign(arrivals[0].querySelector("a.stamp").href);
      return;
    }
    this.waiting.clear();
    for (const section of arrivals) this.insert(section);
    this.keepLinksHere();
    this.redrawDays();
    this.tellArrivals();
    const heading = arrivals[0].querySelector("h2");
    heading.tabIndex = -1;
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("story:drawn"));
  }

  tellComments(count) {
    const section = document.getElementById("comments");
    const added = count - Number(section?.dataset.total);
    const heading = section?.querySelector("h2");
    if (!heading || !(added > 0)) return;
    let link = heading.querySelector("a");
    if (!link) {
      link = document.createElement("a");
      link.href = `${location.pathname}?order=newest#comments`;
      heading.append(" · ", link);
    }
    link.textContent = `${added} new comment${added === 1 ? "" : "s"}`;
  }

  offerReload() {
    this.next = 0;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.className = "follow-arrivals";
    link.textContent = "Much has changed: load the story anew";
    this.bar.classList.add("has-arrivals");
    this.bar.replaceChildren(link, this.status);
  }

  end() {
    this.next = 0;
    document.title = this.title;
    this.bar.replaceChildren();
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.setAttribute("role", "status");
    notice.textContent = "This story has been withdrawn.";
    document.querySelector(".story").replaceChildren(notice);
    document.getElementById("comments")?.remove();
  }
}

function parse(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.body.children].map((element) => document.importNode(element, true));
}

function swap(shown, html) {
  const [element] = parse(html);
  if (shown && element && shown.outerHTML !== element.outerHTML) shown.replaceWith(element);
}

function moment(section) {
  return Date.parse(section.querySelector("time").dateTime);
}

function idOf(section) {
  return section.id.replace("update-", "");
}

const bar = document.getElementById("follow");
if (bar) new Story(bar);
