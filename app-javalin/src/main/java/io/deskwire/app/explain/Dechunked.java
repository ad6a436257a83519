package io.deskwire.app.explain;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Takes the chunks of HTTP/1.1 (RFC 9112 section 7.1) together. What is no chunk ends it. */
final class Dechunked extends ByteWise {

    private static final int LONGEST_SIZE = 100;

    private final InputStream in;
    private long left;
    private boolean ended;

    Dechunked(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    @Override
    public int read() throws IOException {
        while (left == 0 && !ended) {
            left = size();
            ended = left == 0;
        }
        if (ended) {
            return -1;
        }
        int b = in.read();
        left--;
        ended = b < 0;
        if (left == 0 && b >= 0) {
            line();
        }
        return b;
    }

    private long size() throws IOException {
        String size = line().split("[;\\s]", 2)[0];
        return size.matches("[0-9A-Fa-f]{1,12}") ? Long.parseLong(size, 16) : 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n' && line.length() < LONGEST_SIZE; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
