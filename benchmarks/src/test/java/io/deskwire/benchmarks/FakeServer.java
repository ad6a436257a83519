package io.deskwire.benchmarks;

import java.util.concurrent.CountDownLatch;

/** Becomes ready at once and runs until it is told to end. */
final class FakeServer {

    private FakeServer() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("deskwire ready on http://127.0.0.1:0");
        new CountDownLatch(1).await();
    }
}
