/** What the HTML of a page refers to. */
export interface PageHtml {
  /** Address of the script, for the webview. */
  readonly script: string;
  /** The sources of the webview that the policy allows, from `Webview.cspSource`. */
  readonly cspSource: string;
  /** Language of the texts, such as `en`. */
  readonly language: string;
}

/**
 * Returns the HTML of a page. Its policy allows the scripts of the extension and nothing else: no inline script, no style
 * element or attribute (pages construct their style sheets), no image, font, frame, form or connection.
 */
export function pageHtml({ script, cspSource, language }: PageHtml): string {
  const policy = `default-src 'none'; script-src ${cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="${escaped(script)}"></script>
</head>
<body></body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
