/** More levels than these are not told apart (graders.md §3.3). */
const WIDEST_SCALE = 5;

const SCALE =
  /\b(?:from|between|scale(?: of)?|score(?: of)?|rate(?: it)?)\s+(?:from\s+)?[01]\s*(?:-|–|to|and)\s*(\d{1,3})\b|\bout of (\d{1,3})\b/i;
const PLACEHOLDER = /\{\{[^{}]*\}\}|\{[a-z_]\w*\}|<(?:output|input|criterion|response|answer)>/i;
const COMPARISON =
  /\b(?:which|whichever) (?:of (?:the|these) (?:two|outputs)|one|output) is\b|\b(?:than|to|with) the (?:other|previous|second|first) (?:one|output|response|answer)\b/i;
const ITEM = /^[ \t]*(?:\d{1,2}[.)]|[-*•]|\(?[a-h]\))\s+\S/gm;

/**
 * Why a question cannot be put to a judge of one output; null: it can. A question of several parts belongs into a
 * checklist, one that compares into pairs, and a wide scale is answered at random.
 */
export function lintQuestion(question: string): string | null {
  if (question.trim() === "") return "it asks nothing";
  if (PLACEHOLDER.test(question)) return "a placeholder in it was not filled in";
  const scale = SCALE.exec(question);
  if (scale && Number(scale[1] ?? scale[2]) > WIDEST_SCALE) return "its scale is too wide";
  if (COMPARISON.test(question)) return "it compares with another output, which the judge is not shown";
  if ((question.match(ITEM)?.length ?? 0) > 1) return "it lists several requirements, which is a checklist";
  return null;
}
