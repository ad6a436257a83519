// Reads a whole mailbox with imapflow, once before where asked to be warm, and prints one line of JSON.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, host, port, user, pass, state] = process.argv.slice(2);
const { ImapFlow } = createRequire(join(modules, 'x.js'))('imapflow');

async function readAll() {
    const began = process.hrtime.bigint();
    const client = new ImapFlow({ host, port: Number(port), secure: false, tls: { rejectUnauthorized: false },
        doSTARTTLS: false, auth: { user, pass }, logger: false });
    await client.connect();
    const lock = await client.getMailboxLock('INBOX', { readOnly: true });
    let messages = 0;
    let bytes = 0;
    try {
        for await (const message of client.fetch('1:*', { uid: true, source: true })) {
            messages++;
            bytes += message.source.length;
        }
    } finally {
        lock.release();
    }
    await client.logout();
    return { messages, bytes, ms: Number(process.hrtime.bigint() - began) / 1e6 };
}

if (state === 'warm') {
    await readAll();
}
console.log(JSON.stringify(await readAll()));
