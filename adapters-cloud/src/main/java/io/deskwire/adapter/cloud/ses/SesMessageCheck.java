package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.MailBytes;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds what SES would refuse, before a message is queued. */
final class SesMessageCheck {

    /** Endings that SES takes no attachment with. */
    private static final Set<String> REFUSED = Set.of(
            ("ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh"
                            + " lib lnk mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1"
                            + " msh2 mshxml msh1xml msh2xml msi msp mst ops pcd pif plg prf prg reg scf scr sct shb shs sys"
                            + " ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps vsmacros vss vst vsw vxd ws wsc wsf"
                            + " wsh xnk")
                    .split(" "));

    private SesMessageCheck() {}

    static List<MessageProblem> problems(OutboundMessage message, long most, int mostRecipients) {
        List<MessageProblem> problems = new ArrayList<>(MailBytes.problems(message, most));
        if (message.recipients().size() > mostRecipients) {
            problems.add(new MessageProblem(
                    "to", "SES takes at most " + mostRecipients + " recipients for one message, copies included"));
        }
        for (int i = 0; i < message.attachments().size(); i++) {
            String name = message.attachments().get(i).fileName();
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (name.contains(".") && REFUSED.contains(ending)) {
                problems.add(new MessageProblem(
                        "attachments[" + i + "]",
                        "SES takes no files that end in ." + ending + "; send it in an archive"));
            }
        }
        return problems;
    }
}
