/**
 * Evaluated in each runtime before the guest's source, so that it holds the built-ins as they were. Strict, so that
 * the guest cannot climb to it by `caller`. Says what came of each item through `report`, which only it can reach:
 * as a number, since each crossing into this process costs as much as a small regular expression.
 */
export const RUNNER = `(function () {
  "use strict";
  const BEGIN = 0, PASS = 1, FAIL = 2, ERROR = 3;
  const parse = JSON.parse, toText = String, apply = Reflect.apply, slice = String.prototype.slice;
  const short = (text) => apply(slice, text, [0, 500]);
  const describe = (thrown) => {
    try {
      if (typeof thrown === "object" && thrown !== null && typeof thrown.message === "string") {
        return (typeof thrown.name === "string" ? short(thrown.name) + ": " : "") + short(thrown.message);
      }
      return "it threw " + short(toText(thrown));
    } catch (again) { return "it threw something that cannot be shown"; }
  };
  const whereOf = (thrown) => {
    try { return typeof thrown.stack === "string" ? short(thrown.stack) : ""; } catch (again) { return ""; }
  };
  const explain = (said) => said === undefined ? "nothing" : said === null ? "null" : typeof said === "object" ? "an object" : "a " + typeof said;
  const judge = (check, item) => {
    const said = check(item.output, item.context);
    if (said === true) return [PASS, ""];
    if (said === false) return [FAIL, ""];
    if (typeof said === "object" && said !== null) {
      if (typeof said.then === "function") return [ERROR, "check returned a Promise: return true or false"];
      const pass = said.pass, reason = said.reason;
      if (pass === true || pass === false) return [pass ? PASS : FAIL, typeof reason === "string" ? short(reason) : ""];
    }
    return [ERROR, "check returned " + explain(said) + ": return true or false"];
  };
  return (check, text, from, report) => {
    const items = parse(text);
    report(from - 1, BEGIN);
    for (let i = from; i < items.length; i++) {
      let code, detail, where = "";
      try { const result = judge(check, items[i]); code = result[0]; detail = result[1]; }
      catch (thrown) { code = ERROR; detail = describe(thrown); where = whereOf(thrown); }
      if (detail === "") report(i, code); else report(i, code, detail, where);
    }
  };
})()`;

/**
 * QuickJS splits by a regular expression with one attempt a character. Where the expression is plain (it cannot match
 * nothing, has no groups and no Unicode mode), replacing by a mark and splitting by that gives the same in a fifth of
 * the time; counting words is what most assertions do. Anything else takes the built-in way.
 */
export const FAST_SPLIT = String.raw`(function () {
  "use strict";
  const proto = RegExp.prototype, native = proto[Symbol.split], exec = proto.exec, replace = proto[Symbol.replace];
  const apply = Reflect.apply, protoOf = Reflect.getPrototypeOf, Regex = RegExp, Known = Map;
  const { get, set } = Map.prototype, { split, includes } = String.prototype;
  const sourceOf = Object.getOwnPropertyDescriptor(proto, "source").get;
  const PLAIN = /^(?:(?:\\[sSdDwWnrt.,;:!?|()[\]{}*+^$\/-]|\[\^?(?:[^\]\\[]|\\[sSdDwWnrt.\]\/-])+\]|[^\\^$.*+?()[\]{}|])\+?)+$/;
  const MARK = "\uE000";
  const known = new Known();
  const plainOf = (source, flags) => {
    const key = flags + "/" + source;
    let plain = apply(get, known, [key]);
    if (plain === undefined) {
      plain = source.length < 100 && apply(exec, PLAIN, [source]) !== null ? new Regex(source, "g" + flags) : null;
      apply(set, known, [key, plain]);
    }
    return plain;
  };
  Object.defineProperty(proto, Symbol.split, { writable: true, enumerable: false, configurable: true, value: function (text, limit) {
    if (typeof this === "object" && this !== null && typeof text === "string" && protoOf(this) === proto && this.exec === exec
      && !this.unicode && !this.unicodeSets && !apply(includes, text, [MARK])) {
      const plain = plainOf(apply(sourceOf, this, []), (this.ignoreCase ? "i" : "") + (this.multiline ? "m" : "") + (this.dotAll ? "s" : ""));
      if (plain !== null) return apply(split, apply(replace, plain, [text, MARK]), [MARK, limit]);
    }
    return apply(native, this, [text, limit]);
  } });
})()`;

export const CONSOLE =
  "globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {}, trace() {} };";
