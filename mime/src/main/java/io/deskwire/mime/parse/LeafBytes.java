package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** The unpacked bytes of one piece. Damage ends them early and is noted; only unreadable raw bytes are an error. */
final class LeafBytes extends InputStream {

    private final InputStream in;
    private final RawGate gate;
    private final Repairs repairs;
    private boolean ended;

    LeafBytes(Leaf leaf, boolean text, RawGate gate, Repairs repairs) {
        this.in = TransferDecoding.of(leaf.packed(), leaf.header(), text, repairs);
        this.gate = gate;
        this.repairs = repairs;
    }

    /** Bytes that are unpacked already. */
    LeafBytes(InputStream in, RawGate gate, Repairs repairs) {
        this.in = in;
        this.gate = gate;
        this.repairs = repairs;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int n = in.read(b, off, len);
            ended = n < 0;
            return n;
        } catch (RuntimeException e) {
            return cut(e);
        } catch (IOException e) {
            if (gate.failure() != null) {
                throw e;
            }
            return cut(e);
        }
    }

    /** Large files come in base64: they go from there into the digest without another copy. */
    private long digestRest(Base64Decoding base64, MessageDigest sha) throws IOException {
        Digesting digesting = new Digesting(sha);
        try {
            base64.transferTo(digesting);
            ended = true;
        } catch (RuntimeException e) {
            cut(e);
        } catch (IOException e) {
            if (gate.failure() != null) {
                throw e;
            }
            cut(e);
        }
        return digesting.size;
    }

    private static final class Digesting extends OutputStream {
        private final MessageDigest sha;
        private long size;

        Digesting(MessageDigest sha) {
            this.sha = sha;
        }

        @Override
        public void write(int b) {
            sha.update((byte) b);
            size++;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            sha.update(b, off, len);
            size += len;
        }
    }

    private int cut(Exception e) {
        repairs.note("unreadable-part", e.getClass().getSimpleName());
        ended = true;
        return -1;
    }

    byte[] upTo(int most) throws IOException {
        byte[] held = new byte[Math.min(most, 4096)];
        int length = 0;
        while (length < most) {
            if (length == held.length) {
                held = Arrays.copyOf(held, Math.min(most, held.length * 2));
            }
            int n = read(held, length, held.length - length);
            if (n < 0) {
                break;
            }
            length += n;
        }
        return length == held.length ? held : Arrays.copyOf(held, length);
    }

    long skipRest() throws IOException {
        return digestRest(null);
    }

    long digestRest(@org.jspecify.annotations.Nullable MessageDigest sha) throws IOException {
        if (ended) {
            return 0;
        }
        if (sha != null && in instanceof Base64Decoding base64) {
            return digestRest(base64, sha);
        }
        byte[] buffer = new byte[8192];
        long size = 0;
        for (int n = read(buffer, 0, buffer.length); n >= 0; n = read(buffer, 0, buffer.length)) {
            if (sha != null) {
                sha.update(buffer, 0, n);
            }
            size += n;
        }
        return size;
    }
}
