import { selectOne } from "css-select";
import { DomHandler, DomUtils, Parser } from "htmlparser2";
import { longestPattern } from "./patterns.ts";

/** More than any page that people read; what a selector costs grows with both, and a server may send anything. */
const deepest = 256;
const mostElements = 10_000;
const mostSiblings = 1_000;

class BoundedHandler extends DomHandler {
  elements = 0;
  override onopentag(name: string, attributes: Record<string, string>): void {
    if (++this.elements > mostElements)
      throw new RangeError(`the page has more than ${mostElements} elements`);
    if (this.tagStack.length > deepest)
      throw new RangeError(`the page is nested deeper than ${deepest} elements`);
    if ((this.tagStack.at(-1)?.children.length ?? 0) > 2 * mostSiblings)
      throw new RangeError(`an element of the page has more than ${mostSiblings} children`);
    super.onopentag(name, attributes);
  }
}

function parse(html: string): DomHandler["dom"] {
  const handler = new BoundedHandler();
  new Parser(handler).end(html);
  return handler.dom;
}

const emptyPage = parse("<a></a>");

/** What is wrong with a CSS selector. */
export function selectorFault(selector: string): string | undefined {
  if (selector.length > longestPattern) return `is longer than ${longestPattern} characters`;
  try {
    selectOne(selector, emptyPage);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The text, or an attribute, of the first element that a selector finds. @throws when a page is no page for people */
export function selectHtml(html: string, selector: string, attribute?: string): string | undefined {
  const element = selectOne(selector, parse(html));
  if (element === null || !("attribs" in element)) return undefined;
  return attribute === undefined
    ? DomUtils.textContent(element).trim()
    : element.attribs[attribute.toLowerCase()];
}
