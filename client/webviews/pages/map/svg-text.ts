/** Properties that the style sheets of the page set, and a file needs as attributes. */
const properties = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-family', 'font-size', 'font-weight'];

/** Returns a picture of the page as a separate file, with the colors of the theme. */
export function svgText(picture: SVGSVGElement, width: number, height: number): string {
  const copy = picture.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) {
    return '';
  }
  const shown = picture.querySelectorAll('*');
  for (const [index, element] of copy.querySelectorAll('*').entries()) {
    const original = shown[index];
    if (original !== undefined) {
      const style = getComputedStyle(original);
      for (const property of properties) {
        element.setAttribute(property, style.getPropertyValue(property));
      }
    }
    for (const name of ['class', 'role', 'tabindex', 'aria-label', 'aria-pressed', 'data-node', 'data-edge']) {
      element.removeAttribute(name);
    }
  }
  for (const name of copy.getAttributeNames()) {
    copy.removeAttribute(name);
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.ceil(width)));
  copy.setAttribute('height', String(Math.ceil(height)));
  copy.setAttribute('viewBox', `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`);
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  background.setAttribute('width', '100%');
  background.setAttribute('height', '100%');
  background.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(background);
  // lit marks its places with comments.
  return `${new XMLSerializer().serializeToString(copy).replaceAll(/<!--[\s\S]*?-->/g, '')}\n`;
}
