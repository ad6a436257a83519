package io.deskwire.mime.repair;

import io.deskwire.message.Issue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects issues while a message is read; bounded, so that a hostile message cannot fill memory with complaints. */
public final class Repairs {

    private static final int MOST_PER_CODE = 3;
    private static final int MOST = 60;
    private static final int LONGEST_DETAIL = 120;

    private final List<Issue> issues = new ArrayList<>();
    private final Map<String, Integer> perCode = new HashMap<>();
    private final Set<Issue> seen = new HashSet<>();
    private String lastCode = "";
    private String lastDetail = "";

    /**
     * Notes one finding; the same one twice counts once.
     *
     * @param code stable, in kebab-case
     * @param detail for an administrator; made printable and shortened
     */
    public void note(String code, String detail) {
        if (code.equals(lastCode) && detail.equals(lastDetail)) {
            // Bait says the same thing millions of times.
            return;
        }
        lastCode = code;
        lastDetail = detail;
        if (issues.size() >= MOST || perCode.getOrDefault(code, 0) >= MOST_PER_CODE) {
            return;
        }
        Issue issue = new Issue(code, printable(detail));
        if (seen.add(issue)) {
            issues.add(issue);
            perCode.merge(code, 1, Integer::sum);
        }
    }

    /** Whether anything stands under this code. */
    public boolean has(String code) {
        return perCode.containsKey(code);
    }

    /** What was found, in order. */
    public List<Issue> issues() {
        return List.copyOf(issues);
    }

    private static String printable(String detail) {
        String head = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
        StringBuilder out = new StringBuilder(head.length());
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return out.toString();
    }
}
