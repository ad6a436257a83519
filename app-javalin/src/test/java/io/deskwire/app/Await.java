package io.deskwire.app;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for something that happens on other threads or in other processes. */
public final class Await {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Await() {}

    /** Asks again until the answer is as wished; fails with the last answer after thirty seconds. */
    public static <T> T until(Callable<T> question, Predicate<T> wished) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        CountDownLatch pause = new CountDownLatch(1);
        T answer = question.call();
        while (!wished.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not so after " + LONGEST + ": " + answer);
            }
            if (pause.await(50, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this down");
            }
            answer = question.call();
        }
        return answer;
    }
}
