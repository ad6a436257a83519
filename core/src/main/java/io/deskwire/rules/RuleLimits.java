package io.deskwire.rules;

/**
 * How much a tenant may write and how much of a message is looked at. Together they bound the work on one message: for
 * expressions {@link #EXPRESSION_SIZES} times {@link #EXPRESSION_TEXT} steps, two seconds at the very worst on the machine this
 * was measured on; for texts {@link #TEXTS} times {@link #LONGEST_TEXT}, some tenths of a second.
 */
final class RuleLimits {

    static final int RULES = 200;
    static final int ROUTES = 500;
    static final int CONDITIONS = 2_000;
    static final int DEPTH = 5;

    /** Texts to compare with, in a whole document. */
    static final int TEXTS = 5_000;

    static final int LONGEST_COMPARED = 500;
    static final int LONGEST_EXPRESSION = 500;

    /** Instructions of one expression. */
    static final int EXPRESSION_SIZE = 500;

    /** Instructions of all expressions of a document. */
    static final int EXPRESSION_SIZES = 3_000;

    static final int LONGEST_NAME = 100;
    static final int LONGEST_VALUE = 200;
    static final int TAGS = 50;
    /** Of one ticket, however many messages it has. */
    static final int TICKET_TAGS = 200;

    static final int CUSTOM_FIELDS = 50;
    static final int PROBLEMS = 100;

    /** Characters of a body that are looked at; also of all recipients, or all fields of one name, together. */
    static final int LONGEST_TEXT = 64 * 1024;

    /** Characters of it that expressions see, and of the others. */
    static final int EXPRESSION_TEXT = 16 * 1024;

    /** Characters of a header field or subject that are looked at. */
    static final int LONGEST_FIELD = 1_000;

    /** Characters of an address or file name that are looked at. */
    static final int LONGEST_WORD = 320;

    /** Recipients and attachments that are looked at. */
    static final int VALUES = 1_000;

    private RuleLimits() {}
}
