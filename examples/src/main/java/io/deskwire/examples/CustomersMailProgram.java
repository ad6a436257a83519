package io.deskwire.examples;

import io.deskwire.testkit.mail.MailServer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Properties;

/** The other end: what a customer writes and reads, with the same mail server. Not part of an embedding. */
final class CustomersMailProgram {

    private final MailServer server;
    private final String address;
    private final Session session;

    CustomersMailProgram(MailServer server, String address) {
        this.server = server;
        this.address = address;
        Properties properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", String.valueOf(server.smtpPort().orElseThrow()));
        this.session = Session.getInstance(properties);
        server.createMailbox(address, "secret");
    }

    void write(String to, String subject, String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(address));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject);
        message.setText(text);
        Transport.send(message);
    }

    /** Presses "reply". */
    void answer(MimeMessage received, String text) throws MessagingException {
        MimeMessage answer = (MimeMessage) received.reply(false);
        answer.setFrom(new InternetAddress(address));
        answer.setText(text);
        Transport.send(answer);
    }

    /** The newest message in the customer's mailbox. */
    MimeMessage newest() throws MessagingException {
        List<byte[]> all = server.messages(address);
        return new MimeMessage(session, new ByteArrayInputStream(all.get(all.size() - 1)));
    }
}
