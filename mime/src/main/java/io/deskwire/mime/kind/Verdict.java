package io.deskwire.mime.kind;

import io.deskwire.message.Automation;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.MessageKind;
import java.util.List;

/** What a message was found to be. */
public record Verdict(MessageKind kind, Automation automation, List<DeliveryReport> reports) {

    public Verdict {
        reports = List.copyOf(reports);
    }
}
