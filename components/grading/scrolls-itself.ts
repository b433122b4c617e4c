type Axis = "x" | "y";

const AXES: Readonly<Record<string, Axis>> = {
  ArrowLeft: "x",
  ArrowRight: "x",
  ArrowUp: "y",
  ArrowDown: "y",
};

/** Whether an arrow key scrolls the region that has the focus, a wide table say: then it is not for the page. */
export function scrollsItself(key: string, target: EventTarget | null): boolean {
  const axis = AXES[key];
  if (axis === undefined || !(target instanceof Element)) return false;
  for (let at: Element | null = target; at && at !== document.body; at = at.parentElement)
    if ((at === target || at.hasAttribute("tabindex")) && canScroll(at, axis)) return true;
  return false;
}

function canScroll(element: Element, axis: Axis): boolean {
  const { overflowX, overflowY } = getComputedStyle(element);
  const [overflow, isLarger] =
    axis === "x"
      ? [overflowX, element.scrollWidth > element.clientWidth]
      : [overflowY, element.scrollHeight > element.clientHeight];
  return isLarger && (overflow === "auto" || overflow === "scroll");
}
