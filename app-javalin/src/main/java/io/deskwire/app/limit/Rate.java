package io.deskwire.app.limit;

/**
 * How often something may happen.
 *
 * @param perMinute in the long run; 0 for as often as anybody likes
 * @param burst at once, after a time of silence; at least 1
 */
public record Rate(int perMinute, int burst) {

    public Rate {
        if (perMinute < 0 || burst < 1) {
            throw new IllegalArgumentException("a rate is not negative, and lets one through at least");
        }
    }

    /** So often a minute, all of them at once if need be. */
    public static Rate perMinute(int times) {
        return new Rate(times, Math.max(1, times));
    }

    boolean isUnlimited() {
        return perMinute == 0;
    }
}
