package io.deskwire.ledger;

import io.deskwire.testkit.mail.DovecotServer;
import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.testkit.mail.MailServer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A mailbox on Dovecot, on GreenMail where that is missing, read by IMAP or by POP3, which deletes what it has; answers go out
 * by SMTP. Both behind proxies.
 */
final class MailboxSource extends Source {

    private static final String PASSWORD = "secret";
    private static final byte[] NOTHING = {};

    private final boolean dovecot = DovecotServer.isInstalled();
    private final MailServer mail = dovecot ? DovecotServer.start() : GreenMailServer.start();
    private final SmtpStub smtp = new SmtpStub();
    private final boolean pop3;
    private final TcpProxy mailProxy;
    private final TcpProxy smtpProxy = new TcpProxy(smtp.port());
    private final List<byte[]> handed = new ArrayList<>();
    private String password = PASSWORD;
    private volatile byte[] arriving = NOTHING;

    /** @param protocol {@code imap} or {@code pop3} */
    MailboxSource(String tenant, String protocol) {
        super(tenant, protocol);
        pop3 = protocol.equals("pop3");
        mailProxy = new TcpProxy(pop3 ? mail.pop3sPort() : mail.imapsPort());
        mail.createMailbox("support", PASSWORD);
    }

    String server() {
        return dovecot ? "Dovecot" : "GreenMail";
    }

    @Override
    Map<String, Object> config(String webhook) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", mail.host());
        config.put("port", mailProxy.port());
        config.put("username", "support");
        config.put("password", password);
        config.put("use_ssl", true);
        if (pop3) {
            config.put("after_intake", "delete");
        } else {
            config.put("folder", "INBOX");
        }
        config.put("trusted_ca_pem", mail.certificatePem());
        config.put("smtp_host", "127.0.0.1");
        config.put("smtp_port", smtpProxy.port());
        config.put("smtp_use_ssl", false);
        config.put("smtp_use_tls", false);
        config.put("poll_interval_seconds", 10);
        return config;
    }

    @Override
    boolean hand(Letter letter, Random random) {
        byte[] bytes = letter.mail(ADDRESS, random);
        arriving = bytes;
        return again();
    }

    private synchronized boolean deliver(byte[] bytes) {
        try {
            mail.deliver("support", bytes);
            return true;
        } catch (UncheckedIOException e) {
            // A mail server delivers again when it has not heard the end: the mailbox may then have it twice.
            return false;
        }
    }

    @Override
    boolean again() {
        byte[] bytes = arriving;
        if (bytes.length == 0) {
            return true;
        }
        if (!deliver(bytes)) {
            return false;
        }
        synchronized (handed) {
            handed.add(bytes);
        }
        arriving = NOTHING;
        return true;
    }

    /** The same mail a second time, or all of them under new numbers. */
    @Override
    void repeat(Random random) {
        byte[] one;
        int count;
        synchronized (handed) {
            count = handed.size();
            if (count == 0) {
                return;
            }
            one = handed.get(random.nextInt(count));
        }
        if (dovecot && random.nextInt(8) == 0 && mayRereadAll(random, count)) {
            synchronized (this) {
                mail.changeUidValidity("support");
            }
        } else {
            deliver(one);
        }
    }

    @Override
    List<String> answers() {
        return smtp.taken();
    }

    @Override
    String misbehave(Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                mailProxy.stall(true);
                return channel() + " stalls";
            }
            case 1 -> {
                mailProxy.resetAfter(20_000);
                return channel() + " resets";
            }
            case 2 -> {
                smtpProxy.stall(true);
                return "smtp stalls";
            }
            case 3 -> {
                smtp.trouble(SmtpStub.Trouble.LATER, 3);
                return "smtp 451";
            }
            case 4 -> {
                smtp.trouble(SmtpStub.Trouble.CUT_AFTER_ACCEPTING, 1);
                return "smtp cut after accepting";
            }
            default -> {
                smtp.trouble(SmtpStub.Trouble.CUT_BEFORE_ACCEPTING, 1);
                return "smtp cut before accepting";
            }
        }
    }

    @Override
    void behave() {
        mailProxy.stall(false);
        mailProxy.resetAfter(-1);
        smtpProxy.stall(false);
        smtp.trouble(SmtpStub.Trouble.NONE, 0);
    }

    @Override
    boolean revoke() {
        password = "wrong";
        return true;
    }

    @Override
    Map<String, Object> restored(String webhook) {
        password = PASSWORD;
        return config(webhook);
    }

    @Override
    public void close() {
        mailProxy.close();
        smtpProxy.close();
        smtp.close();
        mail.close();
    }
}
