/** A language server without any library that finds nothing: what Node itself takes to start and to answer. */
const results: Readonly<Record<string, unknown>> = {
  initialize: { capabilities: {} },
  'textDocument/diagnostic': { kind: 'full', items: [] },
  shutdown: null,
};
let received = '';

function next(): { readonly id?: number; readonly method: string } | undefined {
  const [head, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(received) ?? [];
  if (head === undefined || received.length < head.length + Number(length)) {
    return undefined;
  }
  const body = received.slice(head.length, head.length + Number(length));
  received = received.slice(head.length + Number(length));
  return JSON.parse(body);
}

process.stdin.setEncoding('latin1').on('data', (chunk: string) => {
  received += chunk;
  for (let message = next(); message !== undefined; message = next()) {
    if (message.method === 'exit') {
      process.exit();
    }
    if (message.id === undefined) {
      continue;
    }
    const reply = JSON.stringify({ jsonrpc: '2.0', id: message.id, result: results[message.method] });
    process.stdout.write(`Content-Length: ${reply.length}\r\n\r\n${reply}`);
  }
});
