package io.deskwire.mime.reply;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words mail programs put above what they quote, in the languages they speak. All lower-case. */
final class QuoteWords {

    /** What an attribution ends with: "On Monday, Ann wrote:". */
    static final PhraseSet WROTE =
            new PhraseSet(words("wrote:|writes:|said:|wrote :|has written:|schrieb:|schrieb am|geschrieben:|a écrit"
                    + " :|a écrit:|a ecrit :|a ecrit:|écrit :|escribió:|escribio:|escribió :|escreveu:|escreveu :|ha"
                    + " scritto:|ha scritto :|scrive:|schreef:|heeft geschreven:|skrev:|skrev följande:|skrev"
                    + " :|skreiv:|kirjoitti:|kirjutas:|napisał:|napisał(a):|napisała:|pisze:|napsal:|napsal(a):|napsala:|napísal:|napísal(a):|je"
                    + " napisao:|je napisao/la:|je napisala:|napisao je:|a scris:|írta:|ezt"
                    + " írta:|написал:|написал(а):|написала:|пишет:|пише:|написав:|написа:|έγραψε:|yazdı:|şunu"
                    + " yazdı:|tarihinde şunları yazdı:|כתב:|כתב/ה:|כתבה:|كتب:|نوشت:|đã"
                    + " viết:|menulis:|のメール:|のメッセージ:|さんは書きました:|wrote：|写道：|写道:|寫道：|寫道:|작성:|님이"
                    + " 작성:|เขียนว่า:|rašė:|rakstīja:|va escriure:|idatzi zuen:|sgrifennodd:|ha"
                    + " escrito:|skrifaði:|shkroi:|ang:|nkọwe:|napisala:|napísala:|kirjutas:|kirjutas |rakstīja:|rašė"
                    + " :|har skrevet:|skrev den|ysgrifennodd:|escribiu:|va escriure :|ने लिखा:|লিখেছেন:|எழுதியது:|님이 쓴"
                    + " 글:|님의 말:|님 작성:|schreef het volgende:|schreef op|scripsit:|escribió lo siguiente:|a scritto:|wrote"
                    + " the following:|پیام نوشت:|تمت كتابة ما يلي:|yazmış:|yazan:|写了:|が書きました:|さんが書いたメール:|さんの発言:|написао"
                    + " је:|напиша:|piše:|pisał:|pisała:|pisał(a):"));

    /** What an attribution begins with. */
    static final List<String> ON =
            words("on |am |le |el |em |il |op |den |på |w dniu|dnia|dne |dňa |în |la data|pe |в |у |на |"
                    + "στις|tarihinde|בתאריך|ב|في |vào |pada |el dia|kl.|2|1|3|mon|tue|wed|thu|fri|sat|sun|от |"
                    + "ma |ti |ke |to |pe |la |su |pon|wt|śr|czw|pt|sob|niedz|lun|mar|mer|jeu|ven|sam|dim|jue|"
                    + "vie|sáb|dom|do |mo |di |mi |fr |sa |so ");

    /** The same words inside an attribution that ends with a name: "Am 12.03.2024 um 10:11 schrieb Ann:". */
    static final List<String> SAID = words(
            " schrieb | skrev | schreef | wrote | wrote on | escribió | escreveu | a écrit | ha scritto |写道| napisał|"
                    + " kirjoitti | írta | написал| пишет | yazdı| napsal| je napisa| a scris | έγραψε| написа | kirjutas"
                    + " | rakstīja| rašė | đã viết | menulis| isinulat | yazdı |작성| va escriure | skrifaði | كتب |"
                    + " כתב|のメール|さんから|بواسطة|מאת|missatge de | heeft ");

    /** What attributions of some programs begin with. */
    static final PhraseSet QUOTING = new PhraseSet(words(
            "quoting |zitat von |zitiere |citando |citation de |citat van |citat från |citat fra |cytowanie |citace |"
                    + "quoted from |quote from |missatge de |mensaje de |message de "));

    /** The first label of a block that repeats the quoted mail's header. */
    static final Set<String> FROM =
            Set.copyOf(words("from|von|de|da|van|från|fra|od|от|від|从|发件人|發件人|寄件者|差出人|送信元|보낸 사람|보낸사람|lähettäjä|kimden|"
                    + "gönderen|feladó|odesílatel|odosielateľ|nadawca|expéditeur|expediteur|remitente|"
                    + "remetente|mittente|afzender|avsändare|avsender|afsender|отправитель|από|מאת|من|từ|dari|จาก|pošiljatelj|de"
                    + " la|saatja|nuo|no|sender|absender|from"
                    + " person|kell|šalje|шаље|подател|изпращач|bidaltzailea|remitent|sendandi|frá|ஃபிரம்|प्रेषक|daripada|mula"
                    + " kay|nork|از|nga|pošiljalac|пошиљалац|pengirim|발신|寄件人|發件者|發信人|差出人 |送信者|от кого|von person"));

    /** The other labels of such a block. */
    static final Set<String> OTHERS = Set.copyOf(words("sent|message"
            + " du|to|cc|bcc|subject|date|reply-to|importance|gesendet|an|betreff|datum|kopie|envoyé|envoye|à|a|objet|enviado|enviado"
            + " el|enviada em|enviado em|para|asunto|"
            + "assunto|fecha|data|inviato|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|kopia|"
            + "sendt|til|emne|dato|lähetetty|vastaanottaja|aihe|päivämäärä|wysłano|wysłane|do|temat|"
            + "odesláno|komu|předmět|odoslané|predmet|címzett|küldve|tárgy|elküldve|отправлено|кому|"
            + "тема|дата|копия|надіслано|към|относно|στάλθηκε|προς|θέμα|kime|gönderildi|konu|tarih|נשלח|אל|נושא|تم"
            + " الإرسال|إلى|الموضوع|发送时间|收件人|主题|抄送|日期|傳送時間|寄件日期|收件者|主旨|送信日時|宛先|件名|日時|보낸 날짜|받는"
            + " 사람|제목|날짜|trimis|către|catre|subiect|poslano|za|đã gửi|tới|chủ"
            + " đề|terkirim|kepada|subjek|bidalia|bidali|भेजा"
            + " गया|प्रति|nosūtīts|tēma|poslato|prima|naslov|примa|наслов|послато|dërguar|për|subjekti|sent at|sent"
            + " on|sent date|date sent|received|priority|attachments|reply to|in reply to|cc to|bcc|kopi|kopie"
            + " an|blindkopie|antwort an|empfänger|empfangen|gesendet am|gesendet von|datum/uhrzeit|wichtigkeit|envoyé"
            + " le|envoyée le|date d'envoi|pièces jointes|destinataire|copie à|cc à|sujet|répondre à|enviado por|enviado a"
            + " las|destinatario|destinatari|copia|cco|enviada|enviado a|data/hora|data invio|inviato il|per"
            + " conoscenza|ccn|verzonden op|verstuurd|ontvanger|bericht|skickat den|mottagare|datum och tid|sendt"
            + " den|modtager|mottaker|kopi til|dw|do wiadomości|wysłano dnia|odbiorca|datum"
            + " odeslání|odoslaná|pre|komu|kopie|predmet správy|másolatot kap|dátum|címzettek|дата"
            + " отправки|получатель|получатели|копія|кому|за|предмет|тема|изпратено|дата и"
            + " час|κοινοποίηση|ημερομηνία|αποστολή|bilgi|alıcı|gönderme"
            + " tarihi|gönderildi|עותק|תאריך|נשלח|تاريخ|نسخة|التاريخ|ارسال"
            + " شده|به|موضوع|تاریخ|发送日期|收件者|副本|时间|日期|傳送日期|寄送時間|收信人|送信日|宛先|cc|日付|보낸날짜|받는사람|참조|날짜|보낸 시간|받는 이|trimis"
            + " la|către|dată|subiectul|poslano|zadeva|kp|datums|temats|kam|išsiųsta|kam|tema|saadetud|kellele|teema|kuupäev|sänt|a"
            + " l'atenció de|assumpte|per"
            + " a|enviat|gaia|nori|dihantar|tarikh|tanggal|perihal|ngày|gửi|đến|ถึง|เรื่อง|วันที่|ส่งเมื่อ|विषय|दिनांक|को|petsa|paksa|para"
            + " kay|sendt af|tíma"));

    /** Those of the other labels that say what a mail is about: nothing but a mail's header has one beside a From. */
    static final Set<String> SUBJECTS = Set.copyOf(
            words("subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|"
                    + "predmet správy|tárgy|тема|относно|предмет|наслов|θέμα|konu|נושא|الموضوع|موضوع|主题|主旨|件名|제목|"
                    + "subiect|subiectul|poslano|chủ đề|subjek|perihal|เรื่อง|विषय|paksa|tēma|temats|tema|teema|zadeva|"
                    + "assumpte|gaia|subjekti|efni|naslov"));

    /** The words in a line of dashes above a quoted mail. */
    static final List<String> ORIGINAL =
            words("original message|original mail|original email|original e-mail|original appointment|"
                    + "ursprüngliche nachricht|ursprüngliche mail|originalnachricht|original-nachricht|"
                    + "urspr. nachricht|message d'origine|message original|mensaje original|mensagem original|"
                    + "messaggio originale|messaggio originario|oorspronkelijk bericht|oorspronkelijke bericht|"
                    + "originalmeddelande|ursprungligt meddelande|opprinnelig melding|oprindelig meddelelse|"
                    + "original meddelelse|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|"
                    + "původní zpráva|původní e-mail|pôvodná správa|eredeti üzenet|mesaj original|"
                    + "mesajul original|исходное сообщение|оригинальное сообщение|"
                    + "αρχικό μήνυμα|orijinal mesaj|özgün ileti|הודעה מקורית|الرسالة الأصلية|原始邮件|原始郵件|元のメッセージ|"
                    + "원본 메시지|original besked|oprindelig besked|reply message|ursprüngliche message");

    /** The same above a mail that is passed on: it is what the letter is about. */
    static final List<String> FORWARDED =
            words("forwarded message|forwarded mail|forwarded e-mail|forwarded email|weitergeleitete"
                    + " nachricht|weitergeleitete e-mail|weitergeleitete mail|message transféré|message transmis|mensaje"
                    + " reenviado|correo reenviado|mensagem encaminhada|mensagem reencaminhada|messaggio"
                    + " inoltrato|doorgestuurd bericht|doorgestuurde bericht|vidarebefordrat meddelande|vidarebefordrat"
                    + " brev|vidarebefordrat mail|videresendt|przekazana wiadomość|przekazywana wiadomość|wiadomość"
                    + " przekazana|przesłana dalej|转发邮件|轉寄的郵件|転送メッセージ|begin forwarded message|inizio messaggio"
                    + " inoltrato|anfang der weitergeleiteten|début du message réexpédié|début du message"
                    + " transféré|message réexpédié|comienzo del mensaje|inicio del mensaje|início da mensagem|begin"
                    + " doorgestuurd|start på vidare|alkaa välitetty|välitetty viesti|edelleenlähetetty viesti|początek"
                    + " przekazywanej|přeposlaná zpráva|preposlaná správa|továbbított üzenet|redirecționat|mesaj"
                    + " transmis|начало переадрес|пересылаемое сообщение|пересланное сообщение|переслане"
                    + " повідомлення|препратено съобщение|proslijeđena poruka|прослеђена порука|posredovano"
                    + " sporočilo|iletilen|iletilmiş|yönlendirilen|προωθημένο μήνυμα|הודעה שהועברה|رسالة معاد"
                    + " توجيهها|转发的邮件|轉寄郵件|转发邮件信息|轉寄訊息|転送されたメッセージ|전달된 메시지|edastatud|pārsūtīt|persiųst|missatge"
                    + " reenviat|birzalitako|pesan terusan|pesan yang diteruskan|thư được chuyển tiếp|tin nhắn đã chuyển"
                    + " tiếp|ข้อความที่ส่งต่อ|अग्रेषित संदेश|áframsent|message transfere|doorgestuurde|videresendt"
                    + " melding|videresendt besked|videresendt meddelelse|edelleenlähetetty|lähetetty edelleen|przekazanej"
                    + " wiadomości|přeposílané zprávy|továbbított levél|mesaj redirecționat|mesaj"
                    + " redirectionat|перенаправленное сообщение|переадресованного|переадресоване|转发的消息|轉寄信件|转发信件|전달"
                    + " 메시지|prosleđena poruka|chuyển tiếp|diteruskan|mensaxe"
                    + " reenviada|birbidalitako|framsent|ส่งต่อ|forwarded by|weitergeleitet von|transféré par|reenviado"
                    + " por|inoltrato da|doorgestuurd door|fwd message|ursprünglich gesendet");

    /** What helpdesks put above their mail and ask to write over. */
    static final PhraseSet ABOVE = new PhraseSet(
            words("reply above this line|reply above the line|reply above this text|type your reply above|write"
                    + " above this line|write your reply above|respond above this line|please do not write below"
                    + " this line|antworten sie oberhalb|antwort über dieser linie|antwort oberhalb dieser|bitte"
                    + " über dieser zeile antworten|répondez au-dessus|répondre au-dessus de cette ligne|écrivez"
                    + " au-dessus de cette ligne|responda por encima|responder por encima|escriba su respuesta por"
                    + " encima|responda acima desta linha|responda acima|rispondi sopra questa riga|rispondere"
                    + " sopra|antwoord boven deze|typ uw antwoord boven|skriv svar ovanför|svar over denne"
                    + " linje|odpowiedz powyżej tej linii|ответьте выше этой|この行より上|请在此行上方|text above this"
                    + " line|everything above this line|antwort über dieser zeile|antwort über diese zeile|réponse"
                    + " au-dessus de cette ligne|respuesta por encima de esta|respuesta encima de esta|resposta"
                    + " acima desta|risposta sopra questa|antwoord boven deze regel|svar ovanför denna|svar over"
                    + " denne linje|vastauksesi tämän rivin yläpuolelle|odpowiedź powyżej|odpověď nad"
                    + " tento|odpověď nad tuto|válaszát e sor fölé|ответ над этой|ответ выше этой|yanıtınızı bu"
                    + " satırın üzerine|απάντησή σας πάνω από"));

    private QuoteWords() {}

    static List<String> words(String separatedByBars) {
        return List.of(separatedByBars.split("\\|", -1));
    }

    static boolean startsWithAny(String lower, List<String> words) {
        for (String word : words) {
            if (lower.startsWith(word)) {
                return true;
            }
        }
        return false;
    }

    static boolean containsAny(String lower, List<String> words) {
        for (String word : words) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The label before the first colon of a line, without the marks of bold text; empty when there is none. */
    static String label(String line) {
        int colon = line.indexOf(':');
        int wide = line.indexOf('：');
        int at = colon < 0 ? wide : wide < 0 ? colon : Math.min(colon, wide);
        if (at <= 0 || at > 30) {
            return "";
        }
        return line.substring(0, at)
                .replace("*", "")
                .replace("_", "")
                .replace('\u00A0', ' ')
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
