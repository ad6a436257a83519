package io.deskwire.rules;

/** Something that holds of a message or does not. */
@FunctionalInterface
interface Condition {

    boolean holds(Candidate candidate);
}
