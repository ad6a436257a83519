package io.deskwire.mime.reply;

import java.util.List;

/** What stands below letters in the languages of devices and lawyers. All lower-case. */
final class FooterWords {

    /** How a footer begins that a device or program wrote. */
    static final PhraseSet DEVICES = new PhraseSet(
            QuoteWords.words("sent from |sent from mobile|sent from the|sent from yahoo|sent from mail for windows|"
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
                    + "garanti sans virus|libre de virus|this email has been checked for viruses|diese e-mail wurde auf viren|"
                    + "skaff deg outlook|skaffa outlook|få outlook|hanki outlook|získat outlook|získať outlook|outlook letöltése|"
                    + "obțineți outlook|отримати outlook|изтеглете outlook|preuzmite outlook|λήψη του outlook|outlook'u edinin|"
                    + "قم بتنزيل outlook|đã gửi từ|được gửi từ|tải outlook|dapatkan outlook|dibuat dari|ส่งจาก|รับ outlook|"
                    + "enviado do |enviada de |enviado a través|trimis din |trimis prin |verschickt von|geschickt von meinem|gesendet vom|gesendet aus|verzonden met|sent out from|scritto da iphone|"
                    + "inviato da |napisano z|wysłane z mojego|sent through|sent out using|message envoyé depuis|message envoyé avec|"
                    + "este correo electrónico ha sido enviado desde|enviat amb|küldve a|elküldve a|küldve: |надіслано з |испратено од|"
                    + "послато са|poslano z |poslané zo|išsiųsta iš|nosūtīts no|saadetud |sent frá|sent úr"));

    /** How such a footer ends where the device stands before the word. */
    static final PhraseSet DEVICE_ENDS = new PhraseSet(QuoteWords.words(
            "ról küldve|ről küldve|omról küldve|を入手|を手に入れる|다운로드|에서 보냈습니다|で送信|より送信|経由で送信|ile gönderildi|"
                    + "dan gönderildi|den gönderildi|から送信|から送信されました|에서 보냄|에서 전송|에서 발송|gesendet.|lähetetty|-puhelimestani|"
                    + "gönderilmiştir"));

    /** What stands in the lines of virus scanners. */
    static final PhraseSet SCANNERS = new PhraseSet(QuoteWords.words(
            "virus-free|virenfrei|eset mail security|eset nod32|eset smart security|eset endpoint|eset internet security|avast antivirus|antivirus avast|avg antivirus|par le logiciel antivirus|sans virus|libre de virus|"
                    + "livre de vírus|privo di virus|checked for viruses|auf viren geprüft|auf viren überprüft|scanned for viruses|"
                    + "analizado en busca de virus|verificado quanto a vírus|controllata per|wolna od wirusów|sprawdzona na obecność wirusów|"
                    + "проверено на вирусы|проверено на наличие вирусов|na přítomnost virů|antivirová kontrola|virusvrij|"
                    + "op virussen gecontroleerd|na virussen|virusfri|virüslere karşı|ウイルス"));

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

    /** What such texts say whatever they begin with, by what it is about; three of the four are never said by chance. */
    static final List<List<String>> CLAUSES = List.of(
            QuoteWords.words(
                    "confiden|privileg|vertraulich|vertrouwelijk|konfiden|fortrolig|luottamuks|poufn|důvěrn|dôvern|bizalmas|"
                            + "конфиденц|конфіденц|поверителн|gizli|εμπιστευτ|機密|保密|机密|기밀|riservat|sekretess|povjerljiv|zaupn|סודי|סודית|"
                            + "سري|bảo mật|rahasia|konfidents|konfidenc"),
            QuoteWords.words(
                    "intended|recipient|addressee|empfänger|adressat|destinat|bestemd|geadresseerde|mottaker|mottagar|modtager|"
                            + "vastaanottaj|adresat|odbiorc|příjemc|príjemc|címzett|адресат|получател|отримувач|alıcı|παραλήπτ|受信者|宛先|"
                            + "收件人|收件者|수신자|primatelj|naslovnik|הנמען|المرسل إليه|người nhận|penerima|saaja|adresāt|gavėj|已列出"),
            QuoteWords.words(
                    "in error|by mistake|mistaken|erroneous|inadvertent|irrtüm|versehentlich|par erreur|por error|por engano|"
                            + "por equivocación|por erro|per errore|ten onrechte|per abuis|per vergissing|abusievelijk|ved en feil|"
                            + "ved en fejl|ved feil|ved fejl|av misstag|vahingossa|erehdyksessä|pomyłk|omylem|omyl|tévedés|prin eroare|"
                            + "по ошибке|ошибочно|помилково|погрешка|yanlışlıkla|λάθος|誤って|错收|误收|誤收|잘못|greškom|pomot|בטעות|"
                            + "بالخطأ|nhầm|kesalahan|ekslikult|kļūdas|klaid"),
            QuoteWords.words(
                    "delete|destroy|notify|unauthori|prohibited|lösch|vernichte|informier|détrui|supprim|avertir|elimin|borr|"
                            + "apag|verwijder|vernietig|slett|radera|poista|usuń|usunięc|smaž|vymaž|töröl|șterge|удал|видал|изтри|siliniz|"
                            + "διαγρά|削除|删除|刪除|삭제|izbri|obriš|מחק|حذف|xóa|hapus|kustuta|izdzēs|ištrin"));

    private FooterWords() {}
}
