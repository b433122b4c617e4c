/**
 * Evaluated in each runtime before the guest's source, so that it holds the built-ins as they were. Strict, so that
 * the guest cannot climb to it by `caller`. Says what came of each item through `report`, which only it can reach.
 */
export const RUNNER = `(function () {
  "use strict";
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
    if (said === true) return ["p", ""];
    if (said === false) return ["f", ""];
    if (typeof said === "object" && said !== null) {
      if (typeof said.then === "function") return ["e", "check returned a Promise: return true or false"];
      const pass = said.pass, reason = said.reason;
      if (pass === true || pass === false) return [pass ? "p" : "f", typeof reason === "string" ? short(reason) : ""];
    }
    return ["e", "check returned " + explain(said) + ": return true or false"];
  };
  return (check, text, from, report) => {
    const items = parse(text);
    report(from - 1, "", "", "");
    for (let i = from; i < items.length; i++) {
      let code, detail, where = "";
      try { const result = judge(check, items[i]); code = result[0]; detail = result[1]; }
      catch (thrown) { code = "e"; detail = describe(thrown); where = whereOf(thrown); }
      report(i, code, detail, where);
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
