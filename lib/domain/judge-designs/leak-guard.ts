import type { Output } from "../output";
import { exemplarsOf, type Exemplar, type Judge } from "./judge";

const sameContent = (
  exemplar: Exemplar,
  { text, variables }: Pick<Output, "text" | "variables">,
): boolean => {
  const names = Object.keys(variables);
  return (
    exemplar.text === text &&
    names.length === Object.keys(exemplar.variables).length &&
    names.every((name) => exemplar.variables[name] === variables[name])
  );
};

/**
 * Whether a judge was shown this very output as an example, under this id or another: it knows the grade, so its
 * verdict would say nothing. Such an output is never scored by it and stands in none of its figures.
 */
export const isShownTo = (
  judge: Judge,
  output: Pick<Output, "text" | "variables"> & { readonly id?: Output["id"] },
): boolean =>
  exemplarsOf(judge).some(
    (exemplar) =>
      (output.id !== undefined && exemplar.outputId === output.id) || sameContent(exemplar, output),
  );
