package io.deskwire.ledger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One numbered answer of an agent.
 *
 * @param number from 1, over all channels
 * @param conversation which conversation it is for
 */
record Answer(int number, String tenant, String channel, String conversation) {

    private static final Pattern NUMBER = Pattern.compile("Answer (\\d+) of the ledger");

    /** The number in some text, 0 where there is none. */
    static int numberIn(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    String text() {
        return "Answer " + number + " of the ledger";
    }

    String key() {
        return "ledger-answer-" + number;
    }
}
