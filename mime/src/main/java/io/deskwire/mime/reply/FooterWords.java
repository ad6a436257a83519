package io.deskwire.mime.reply;

import java.util.List;

/** What stands below letters in the languages of devices and lawyers. All lower-case. */
final class FooterWords {

    /** How a footer begins that a device or program wrote. */
    static final PhraseSet DEVICES = new PhraseSet(
            QuoteWords.words(
                    "sent from |sent from mobile|sent from the|sent from yahoo|sent from mail for windows|"
                            + "sent from outlook|sent from proton|sent from gmail|sent via|sent with|sent on the go|"
                            + "sent using|get outlook for|download outlook|von meinem|von unterwegs|gesendet von|"
                            + "gesendet mit|diese nachricht wurde von meinem|envoyé de mon|envoyé de ma|envoyé depuis|"
                            + "envoyé à partir|envoyé avec|enviado desde|enviado de mi|enviado do meu|enviado de meu|"
                            + "enviado a partir|enviado via|inviato da|verzonden vanaf|verstuurd vanaf|"
                            + "verstuurd vanuit|verzonden met|verzonden via|skickat från|sendt fra|sendt min|lähetetty|"
                            + "wysłane z|wysłano z|odesláno z|odoslané z|trimis de pe|отправлено с|отправлено из|"
                            + "надіслано з|надіслано із|στάλθηκε από|iphone'umdan gönderildi|iphone'dan gönderildi|"
                            + "נשלח מה|أرسلت من|发自我的|从我的|傳送自|從我的|iphoneから送信|ipadから送信|나의 iphone에서|내 iphone에서|envoyé par|"
                            + "sent by |get typeapp for|get aqua mail for|發自我的|get bluemail for|sent from bluemail|envoyé de |skickat med|sendt via|von samsung mobile gesendet|von meiner|"
                            + "gesendet über|diese e-mail wurde von|enviado con|enviado mediante|mensaje enviado|mandado desde|enviado pelo|enviada do|inviata da|"
                            + "inviato dal|inviato tramite|ottieni outlook|obtener outlook|obtenir outlook|télécharger outlook|outlook für|outlook voor|"
                            + "download outlook|hämta outlook|hent outlook|pobierz outlook|получить outlook|scarica outlook|ontvang outlook|laden sie outlook|"
                            + "holen sie sich outlook|baixar o outlook|obter o outlook|отправлено |wysłane ze|odesláno ze|odoslané zo|poslano iz|"
                            + "poslano s |изпратено от|надіслано |gửi từ|dikirim dari|dihantar dari|ipad'imden gönderildi|iphonemdan gönderildi|从 windows|"
                            + "发送自|由我的|寄自我的|获取 outlook|下載 outlook|取得 outlook|androidから送信|私のiphone|nine から送信|yahoo!メール|나의 ipad에서|"
                            + "내 갤럭시에서|삼성 galaxy|galaxy에서|네이버 메일|נשלח מ|تم الإرسال من|أُرسلت من|ارسال شده از|enviat des|"
                            + "bidalia nire|sänt från|poslané z|saadetud minu|išsiųsta iš|nosūtīts no|sent on my|please excuse brevity|"
                            + "please excuse my brevity|entschuldigen sie bitte meine kürze|pardonnez ma brièveté|typed on|virus-free.|virenfrei.|"
                            + "garanti sans virus|libre de virus|this email has been checked for viruses|diese e-mail wurde auf viren"));

    /** How such a footer ends where the device stands before the word. */
    static final PhraseSet DEVICE_ENDS = new PhraseSet(QuoteWords.words(
            "dan gönderildi|den gönderildi|から送信|から送信されました|에서 보냄|에서 전송|에서 발송|gesendet.|lähetetty|-puhelimestani|"
                    + "gönderilmiştir"));

    /** How the legal text below company mail begins. */
    static final PhraseSet DISCLAIMERS = new PhraseSet(QuoteWords.words(
            "disclaimer|confidentiality notice|confidentiality note|confidential notice|legal notice|privileged and confidential|"
                    + "this e-mail and any|this email and any|this message and any|this e-mail is confidential|this email is confidential|"
                    + "this e-mail may contain|this email may contain|this message may contain|this message contains confidential|"
                    + "this email contains confidential|this e-mail contains confidential|this e-mail message|this email message|"
                    + "this communication is|this communication and|this message is intended|this email is intended|"
                    + "this e-mail is intended|this transmission|the information contained in this|the information in this|"
                    + "the content of this e|the contents of this e|any views expressed|if you are not the intended|"
                    + "if you have received this|please consider the environment|think before you print|consider the environment|"
                    + "haftungsausschluss|vertraulichkeitshinweis|diese e-mail enthält|diese e-mail und|diese nachricht enthält|"
                    + "diese nachricht ist|der inhalt dieser e-mail|bitte prüfen sie, ob diese|bitte denken sie an die umwelt|"
                    + "ce message et|ce message est|ce message, ainsi|ce courriel et|ce courriel est|cet e-mail|cet email|les informations contenues|"
                    + "avis de confidentialité|clause de confidentialité|pensez à l'environnement|este mensaje y|este mensaje va|este mensaje se|"
                    + "este mensaje contiene|este correo electrónico|este correo y|aviso legal|aviso de confidencialidad|la información contenida|"
                    + "antes de imprimir|esta mensagem|este e-mail e|este email e|aviso de confidencialidade|as informações contidas|"
                    + "questo messaggio|le informazioni contenute|avvertenza|ai sensi del|rispetta l'ambiente|dit bericht|deze e-mail|"
                    + "de informatie in dit|de inhoud van dit|detta meddelande|detta e-post|denne e-mail|denne e-post|denne meddelelse|"
                    + "tämä viesti|ta wiadomość|niniejsza wiadomość|treść tej wiadomości|tato zpráva|tento e-mail|ez az e-mail|jelen e-mail|"
                    + "acest mesaj|настоящее сообщение|данное сообщение|это сообщение и|bu e-posta|bu mesaj|το παρόν|本邮件|本郵件|此邮件|"
                    + "この電子メール|本メール|このメール|본 메일|이 메일은"));

    /** At least one of these stands in such a text. */
    static final List<String> LEGAL = QuoteWords.words(
            "confiden|privileg|intended|recipient|unauthori|disclos|liab|legal|copyright|registered|environment|print|virus|"
                    + "vertraulich|empfänger|rechtlich|haftung|umwelt|drucken|destinat|informations|environnement|imprim|juridi|"
                    + "riservat|ambiente|stampa|vertrouwelijk|geadresseerde|konfidenti|sekretess|mottagar|fortrolig|modtager|luottamuks|"
                    + "poufn|adresat|odbiorc|důvěrn|příjemc|bizalmas|címzett|конфиденц|адресат|gizli|alıcı|εμπιστευτικ|機密|宛先|受信者|保密|"
                    + "机密|收件人|기밀|수신자");

    private FooterWords() {}
}
