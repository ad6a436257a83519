package io.deskwire.adapter.graph;

import java.time.Instant;

/**
 * A message that is listed and was not given.
 *
 * @param id which
 * @param since when it was asked for first
 * @param last when it was asked for last
 * @param tries how often
 * @param noted whether a note stands for it already
 */
record Trouble(String id, Instant since, Instant last, int tries, boolean noted) {}
