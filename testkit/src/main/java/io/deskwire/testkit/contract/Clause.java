package io.deskwire.testkit.contract;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clauses that say nothing about a provider which lacks an ability. */
final class Clause {

    private static final Logger LOG = LoggerFactory.getLogger(Clause.class);

    private Clause() {}

    /**
     * Whether a clause applies. One that does not is no skipped test: a build that counts those would never be clean, and
     * would stop looking.
     */
    static boolean applies(boolean able, String why) {
        if (!able) {
            LOG.info("a clause does not apply: {}", why);
        }
        return able;
    }
}
