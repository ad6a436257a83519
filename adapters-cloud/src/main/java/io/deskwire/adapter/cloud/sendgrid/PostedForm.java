package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form of Inbound Parse, read so that a mail cannot pass for several fields. SendGrid's boundary is always the same, and
 * values stand in the form as they are: a mail that holds the boundary, be it a forger's or one that quotes such a post,
 * seems to add fields of its own. That shows where a name comes twice, where a field does not belong to the mode or, in raw
 * mode behind the mail, is none of SendGrid's, and where the form seems to end early. Then the longest reading holds: from the
 * part of the mail before the first such field on everything is that part's, up to the last fields that can be SendGrid's
 * own. What was in doubt is noted, and the caller keeps the whole form, so that nothing is cut in silence.
 *
 * <p>The mode is told by what comes first: {@code email}, or a part of a mail that SendGrid took apart. Fields that do not
 * come twice and that SendGrid adds only sometimes ({@code cc}) cannot be told from its own.
 */
final class PostedForm {

    /** Code of the issue of a form in doubt. */
    static final String IN_DOUBT = "form-in-doubt";

    /** Code of the issue of a field that is not read. */
    private static final String UNKNOWN_FIELD = "unknown-field";

    private static final Set<String> OF_BOTH = Set.of(
            "from",
            "to",
            "cc",
            "subject",
            "envelope",
            "charsets",
            "sender_ip",
            "spf",
            "dkim",
            "spam_score",
            "spam_report");
    /** Those of them that SendGrid adds only sometimes. */
    private static final Set<String> OPTIONAL = Set.of("cc", "spam_score", "spam_report");

    private static final Set<String> TAKEN_APART =
            Set.of("headers", "text", "html", "attachments", "attachment-info", "content-ids");
    private static final Set<String> TEXTS = Set.of("text", "html");
    private static final String MAIL = "email";
    private static final Pattern FILE = Pattern.compile("attachment[0-9]{1,5}");

    private final FormBody form;
    private final List<FormField> given;
    private final int mail;
    private final List<FormField> fields = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();

    private PostedForm(FormBody form) {
        this.form = form;
        this.given = form.fields();
        this.mail = mailAt();
        read();
    }

    static PostedForm of(FormBody form) {
        return new PostedForm(form);
    }

    /** The fields as they are to be understood. */
    List<FormField> fields() {
        return fields;
    }

    /** The first field of this name in any case, or null. */
    @Nullable FormField first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** The only field of this name in the whole form, whatever it belongs to, or null: who added a second one wins nothing. */
    @Nullable FormField sole(String name) {
        List<FormField> all = form.allIgnoringCase(name);
        return all.size() == 1 ? all.get(0) : null;
    }

    /** The mail as it came, in raw mode; else null. */
    @Nullable Content mail() {
        return mail < 0 ? null : fields.get(mail).value();
    }

    /** Whether a mail may have added to the form, so that nothing in it but the mail is certain. */
    boolean isInDoubt() {
        return issues.stream().anyMatch(issue -> issue.code().equals(IN_DOUBT));
    }

    /** What is to be said about it. */
    List<Issue> issues() {
        return issues;
    }

    static boolean isFile(FormField field) {
        return field.fileName() != null || FILE.matcher(field.name()).matches();
    }

    private int mailAt() {
        for (int i = 0; i < given.size(); i++) {
            String name = name(i);
            if (name.equals(MAIL)) {
                return i;
            }
            if (TAKEN_APART.contains(name) || isFile(given.get(i))) {
                return -1;
            }
        }
        return -1;
    }

    private void read() {
        unknown();
        int wrong = firstWrong();
        if (wrong < 0) {
            fields.addAll(given);
            if (form.isClosedEarly()) {
                issues.add(new Issue(IN_DOUBT, "the form seems to end before its end"));
            }
            return;
        }
        if (!form.isMultipart()) {
            // It has no boundary that a mail could hold: whoever made it, its fields are where they seem to be.
            fields.addAll(given);
            issues.add(new Issue(IN_DOUBT, "the form holds a field twice, or one that is none of its mode's"));
            return;
        }
        int carrier = carrier(wrong);
        int rest = rest(carrier);
        fields.addAll(given.subList(0, carrier));
        FormField cut = given.get(carrier);
        fields.add(new FormField(cut.name(), cut.fileName(), cut.contentType(), form.through(carrier, rest - 1)));
        fields.addAll(given.subList(rest, given.size()));
        issues.add(new Issue(
                IN_DOUBT,
                "the mail holds the form's boundary, or seems to; " + (rest - 1 - carrier)
                        + " fields were taken for its own text"));
    }

    /** They are in the form that is kept, and nowhere else. */
    private void unknown() {
        for (int i = 0; mail < 0 && i < given.size(); i++) {
            String name = name(i);
            boolean known = OF_BOTH.contains(name) || TAKEN_APART.contains(name) || isFile(given.get(i));
            if (!known && fits(i)) {
                issues.add(new Issue(UNKNOWN_FIELD, "the form holds a field that SendGrid is not known for"));
                return;
            }
        }
    }

    /** The first field that cannot be SendGrid's; -1 when there is none. */
    private int firstWrong() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            if (!seen.add(key(i)) || !fits(i)) {
                return i;
            }
        }
        return -1;
    }

    /** The part of the mail that the boundary most likely stood in. */
    private int carrier(int wrong) {
        if (mail >= 0) {
            return mail;
        }
        for (int i = wrong - 1; i >= 0; i--) {
            if (TEXTS.contains(name(i)) || isFile(given.get(i))) {
                return i;
            }
        }
        return Math.max(0, wrong - 1);
    }

    /** Where the fields at the end begin that can all be SendGrid's own. */
    private int rest(int carrier) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i <= carrier; i++) {
            seen.add(key(i));
        }
        int rest = given.size();
        while (rest - 1 > carrier
                && fits(rest - 1)
                && !(OPTIONAL.contains(name(rest - 1)) && stands(name(rest - 1), carrier + 1, rest - 1))
                && seen.add(key(rest - 1))) {
            rest--;
        }
        return rest;
    }

    /** Of two that need not be there at all, both may be the mail's. */
    private boolean stands(String name, int from, int to) {
        for (int i = from; i < to; i++) {
            if (name(i).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** In parsed mode a field that nobody knows is harmless: it takes nothing away from the mail. */
    private boolean fits(int i) {
        String name = name(i);
        if (mail < 0) {
            return !name.isEmpty() && !name.equals(MAIL);
        }
        return i <= mail || (OF_BOTH.contains(name) && given.get(i).fileName() == null);
    }

    /** Files may have any name, and the same; those that SendGrid numbered come once. */
    private String key(int i) {
        FormField field = given.get(i);
        boolean named = field.fileName() == null || FILE.matcher(field.name()).matches();
        return named ? name(i) : "#" + i;
    }

    private String name(int i) {
        return given.get(i).name().toLowerCase(Locale.ROOT);
    }
}
