// Reads {name: card} from standard input. Parses each card with the official Adaptive Cards library, draws it as a
// client would, and prints {name: {events, html, text}}. One process does all the cards.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";
import MarkdownIt from "markdown-it";

const LIBRARY = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.js");

// The library is made for a page, so it is given one. It writes labels, buttons and typed words by innerText, which
// jsdom has not: without this they would be missing from what is read.
const { window } = new JSDOM("<!doctype html>", { runScripts: "outside-only" });
Object.defineProperty(window.HTMLElement.prototype, "innerText", {
  get() { return this.textContent; },
  set(text) { this.textContent = text; },
});
window.eval(readFileSync(LIBRARY, "utf8"));
const { AdaptiveCard, CardElement, HostConfig, SerializationContext, ValidationEvent, Version } = window.AdaptiveCards;

// As Teams is: schema 1.5, six buttons.
const VERSION = new Version(1, 5);
const HOST = new HostConfig({ actions: { maxActions: 6 } });

// The library's own expression is global, so it remembers where it stopped and refuses every second card's language.
CardElement.langProperty.regEx = /^[a-z]{2,3}$/i;

const markdown = new MarkdownIt();
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

function check(source) {
  const context = new SerializationContext(VERSION);
  const card = new AdaptiveCard();
  card.hostConfig = HOST;
  card.parse(source, context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  const events = [...parsed, ...card.validateProperties().validationEvents];
  const drawn = card.render();
  return { events: events.map(inWords), html: drawn?.outerHTML ?? "", text: drawn ? words(drawn) : "" };
}

function inWords({ event, message }) {
  return `${ValidationEvent[event]}: ${message}`;
}

// What a person reads, a piece of text to a line.
function words(drawn) {
  const walker = window.document.createTreeWalker(drawn, window.NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode.textContent.trim());
  return found.filter(Boolean).join("\n");
}

function checkOrSay(card) {
  try {
    return check(card);
  } catch (error) {
    return { events: [`Thrown: ${error.message}`], html: "", text: "" };
  }
}

const cards = JSON.parse(readFileSync(0, "utf8"));
const results = Object.entries(cards).map(([name, card]) => [name, checkOrSay(card)]);
process.stdout.write(JSON.stringify(Object.fromEntries(results)));
