package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of many languages and programs around what a person wrote. */
class ReplyWordsTest {

    private static final String REPLY = "Yes, please send it again.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Daripada|Dihantar|Kepada|Subjek",
                "Dari|Dikirim|Kepada|Subjek",
                "Da|Inviato|A|Oggetto",
                "De la|Data|Către|Subiect",
                "De la|Trimis|Către|Subiect",
                "De|Date|À|Objet",
                "De|Enviada|Para|Assunto",
                "De|Enviado el|Para|CC|Asunto",
                "De|Enviado|Para|Assunto",
                "De|Enviado|Para|Asunto",
                "De|Enviat|Per a|Tema",
                "De|Envoyé|À|Objet",
                "Feladó|Dátum|Címzett|Tárgy",
                "Feladó|Elküldve|Címzett|Tárgy",
                "Fra|Sendt|Til|Emne",
                "Frá|Sent|Til|Efni",
                "Från|Skickat|Till|Ämne",
                "Gönderen|Gönderildi|Kime|Konu",
                "Kimden|Gönderme Tarihi|Kime|Konu",
                "Lähettäjä|Lähetetty|Vastaanottaja|Aihe",
                "Nork|Bidalia|Nori|Gaia",
                "No|Nosūtīts|Kam|Tēma",
                "Nuo|Išsiųsta|Kam|Tema",
                "Od|Odesláno|Komu|Předmět",
                "Od|Odoslané|Komu|Predmet",
                "Od|Poslano|Za|Predmet",
                "Od|Poslano|Za|Zadeva",
                "Od|Wysłane|Do|Temat",
                "Saatja|Saadetud|Adressaat|Teema",
                "Từ|Đã gửi|Đến|Chủ đề",
                "Van|Verzonden|Aan|Onderwerp",
                "Von|Gesendet|An|Betreff",
                "Šalje|Poslano|Prima|Predmet",
                "Šalje|Poslato|Prima|Naslov",
                "Από|Στάλθηκε|Προς|Θέμα",
                "Від|Надіслано|Кому|Тема",
                "От|Изпратено|До|Относно",
                "От|Отправлено|Кому|Тема",
                "מאת|נשלח|אל|נושא",
                "از|ارسال شده|به|موضوع",
                "من|التاريخ|إلى|الموضوع",
                "من|تم الإرسال|إلى|الموضوع",
                "प्रेषक|भेजा गया|प्रति|विषय",
                "จาก|ส่ง|ถึง|เรื่อง",
                "发件人|发送时间|收件人|主题",
                "寄件者|寄件日期|收件者|主旨",
                "差出人|送信日時|宛先|件名",
                "보낸 사람|보낸 날짜|받는 사람|제목"
            })
    void a_repeated_header_of_any_language_is_cut(String labels) {
        String header = labels.replace("|", ": something\n") + ": something\n";

        assertThat(ReplyText.ofText(REPLY + "\n\n" + header + "\nold words")).isEqualTo(REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Desk <support@desk.example> schrieb am Mo., 2. März 2026, 10:00:",
                "On 2/3/2026 10:00 AM, Desk wrote:",
                "On 02.03.26 10:00, Desk via Helpdesk wrote:",
                "Le lundi 2 mars 2026, Desk <support@desk.example> a écrit :",
                "Il 02/03/2026 10:00, Desk ha scritto:",
                "Op 02-03-2026 om 10:00 schreef Desk:",
                "El lunes, 2 de marzo de 2026, Desk escribió:",
                "Em seg, 2 de mar de 2026 10:00, Desk <support@desk.example> escreveu:",
                "W dniu 02.03.2026 o 10:00, Desk pisze:",
                "Dne 2. 3. 2026 v 10:00 Desk napsal(a):",
                "2026. 03. 02. 10:00 keltezéssel, Desk írta:",
                "02.03.2026 10:00, Desk пишет:",
                "2 марта 2026 г. 10:00:00 пользователь Desk (support@desk.example) написал:",
                "Den 2026-03-02 kl. 10:00, skrev Desk:",
                "Den 02-03-2026 kl. 10:00 skrev Desk:",
                "Desk kirjoitti 2.3.2026 klo 10.00:",
                "On 2026年03月02日 10:00, Desk wrote:",
                "在 2026/3/2 10:00, Desk 写道:",
                "2026年3月2日 10:00，Desk <support@desk.example> 写道：",
                "2026/03/02 10:00、Desk <support@desk.example>のメール：",
                "2026. 3. 2. 오전 10:00, Desk <support@desk.example> 작성:",
                "Στις 2/3/2026 10:00, ο/η Desk έγραψε:",
                "2.03.2026 10:00 tarihinde Desk yazdı:",
                "Dana 2.3.2026. u 10:00, Desk je napisao/la:",
                "On Mon, 2 Mar 2026 10:00:00 +0100\nDesk <support@desk.example> wrote:",
                "On Monday, March 2, 2026, 10:00, Desk, Inc. (Support)\n<support@desk.example> wrote:",
                "Am Montag, den 02.03.2026, 10:00 +0100 schrieb Desk:",
                "Von: Desk [mailto:support@desk.example]\nGesendet: Montag",
                "----- Ursprüngliche Message -----",
                "-------- Mensaje original --------",
                "--- Původní zpráva ---",
                "________________________________________\nFrom: Desk <support@desk.example>",
                "Reply above this line\n\nDesk",
                "##- Please type your reply above this line -##\n\nDesk"
            })
    void what_announces_a_quote_is_cut_with_it(String line) {
        assertThat(ReplyText.ofText(REPLY + "\n\n" + line + "\n\n> old words\n"))
                .isEqualTo(REPLY);
        assertThat(ReplyText.ofText(REPLY + "\n\n" + line + "\n\nold words\n")).isEqualTo(REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Begin forwarded message:\n\n> From: Desk",
                "Inizio messaggio inoltrato:\n\n> Da: Desk",
                "Anfang der weitergeleiteten Nachricht:\n\n> Von: Desk",
                "Début du message réexpédié :\n\n> De: Desk",
                "---------- Mensaje reenviado ---------\nDe: Desk",
                "---------- Weitergeleitete Nachricht ---------\nVon: Desk"
            })
    void what_is_passed_on_stays_with_what_is_said_about_it(String line) {
        assertThat(ReplyText.ofText(REPLY + "\n\n" + line + "\n\n> old words\n"))
                .startsWith(REPLY)
                .endsWith("> old words");
        assertThat(ReplyText.ofText(REPLY + "\n\n" + line + "\n\nold words\n"))
                .startsWith(REPLY)
                .endsWith("old words");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sent from my iPhone",
                "Sent from Outlook for iOS",
                "Von meinem iPad gesendet",
                "Gesendet mit der WEB.DE Mail App",
                "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
                "Envoyé de mon iPhone",
                "Envoyé à partir d’Outlook pour iOS",
                "Télécharger Outlook pour Android",
                "Enviado desde mi iPhone",
                "Obtener Outlook para iOS",
                "Inviato da iPhone",
                "Inviato da Outlook per Android",
                "Verstuurd vanaf mijn iPhone",
                "Skickat från min iPhone",
                "Sendt fra min iPhone",
                "Lähetetty iPhonesta",
                "Wysłane z iPhone'a",
                "Odesláno z iPhonu",
                "Enviado do meu iPhone",
                "Отправлено с iPhone",
                "Отправлено из мобильной Почты Mail.ru",
                "Надіслано з iPhone",
                "iPhone'umdan gönderildi",
                "iPhoneから送信",
                "从我的 iPhone 发送",
                "發自我的 iPhone",
                "나의 iPhone에서 보냄",
                "Στάλθηκε από το iPhone μου",
                "נשלח מה-iPhone שלי",
                "تم الإرسال من الـ iPhone",
                "Trimis de pe iPhone-ul meu",
                "Sent from Yahoo Mail for iPhone",
                "Sent with Proton Mail secure email.",
                "Get TypeApp for Android",
                "--\nSent from myMail for Android",
                "Sent from Mailspring (https://getmailspring.com/)",
                "[Sent from Front]",
                "Sent from a mobile device"
            })
    void what_a_device_adds_is_cut(String footer) {
        assertThat(ReplyText.ofText(REPLY + "\n\n" + footer + "\n")).isEqualTo(REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello,\n\nthe form asks:\n\nFrom: (leave empty)\nTo: (your address)\n\nWhat do I write?",
                "I sent it from home.\n\nSent from the office it works, from home it does not.\n\nWhy?",
                "Steps:\n\n1. Date: 2.3.2026 10:00\n2. log in\n\nIt then says: wrong password",
                "Our order of 2.3.2026 10:00 was sent to Bob <bob@kunde.example> and to:\n\nAnna <anna@kunde.example>",
                "-- What now?\nI tried everything.",
                "He wrote:\n\nplease wait.\n\nI waited.",
                "Please note the following, as John wrote on 2.3.2026:\n\nno refunds. I disagree."
            })
    void a_letter_that_looks_like_none_of_these_stays_whole(String letter) {
        assertThat(ReplyText.ofText(letter)).isEqualTo(letter);
    }
}
