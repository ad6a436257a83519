package io.deskwire.testkit.gmail;

import java.time.Instant;
import java.util.List;

/**
 * What a mailbox is watched for.
 *
 * @param topic the Pub/Sub topic's whole name
 * @param labelIds the labels of the filter; empty for every change
 * @param exclude whether changes with these labels are left out rather than reported
 * @param expiration from when on nothing is reported any more
 */
public record GmailWatch(String topic, List<String> labelIds, boolean exclude, Instant expiration) {

    /** Copies the list. */
    public GmailWatch {
        labelIds = List.copyOf(labelIds);
    }

    boolean reports(Iterable<String> labels) {
        if (labelIds.isEmpty()) {
            return true;
        }
        boolean met = false;
        for (String label : labels) {
            met |= labelIds.contains(label);
        }
        return met != exclude;
    }
}
