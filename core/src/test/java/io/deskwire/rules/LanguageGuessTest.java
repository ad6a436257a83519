package io.deskwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageGuessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | Hello, my printer is on fire and I would like to have it replaced.
                    de | Guten Tag, mein Drucker brennt und ich habe bitte eine Frage zu der Garantie.
                    fr | Bonjour, mon imprimante ne marche pas, pouvez-vous me dire ce que je dois faire avec la facture ?
                    es | Hola, no puedo entrar en mi cuenta y no sé qué hacer con la factura, gracias.
                    pt | Olá, não consigo entrar na minha conta e não sei o que fazer, obrigado.
                    it | Buongiorno, la mia stampante non funziona e non so come fare con il reso, grazie.
                    nl | Goedendag, mijn printer doet het niet en ik weet niet wat ik met de factuur moet doen, bedankt.
                    sv | Hej, jag kan inte logga in på mitt konto och vet inte vad jag ska göra, tack.
                    pl | Dzień dobry, nie mogę się zalogować i nie wiem, co zrobić z fakturą, proszę o pomoc.
                    cs | Dobrý den, nemohu se přihlásit a nevím, co s tím, prosím o pomoc, je to pro nás důležité.
                    tr | Merhaba, bir sorun var ve ne yapacağımı bilmiyorum, lütfen bana bu konuda yardım edin.
                    fi | Hei, en voi kirjautua sisään ja se on ongelma, mitä minun pitää tehdä? Kiitos.
                    hu | Jó napot, nem tudok belépni, és nem tudom, hogy mi a teendő, köszönöm.
                    ja | お世話になっております。プリンターが動きません。
                    zh | 您好，我的打印机坏了，请帮忙处理。
                    ko | 안녕하세요, 프린터가 작동하지 않습니다.
                    ru | Здравствуйте, мой принтер не работает, что мне делать? Это срочно, вы поможете?
                    uk | Добрий день, мій принтер не працює, що мені робити? Її теж.
                    el | Καλημέρα, ο εκτυπωτής μου δεν λειτουργεί.
                    ar | مرحبا، الطابعة لا تعمل، ماذا أفعل؟
                    he | שלום, המדפסת שלי לא עובדת.
                    uk | Вітаємо, ann.lee@customer.example! Цим повідомленням сповіщаємо, що група customer-support-group не існує.
                    th | สวัสดีครับ เครื่องพิมพ์ของผมเสีย
                    """)
    void a_sentence_shows_its_language(String language, String text) {
        assertThat(LanguageGuess.of("RE: WG: ticket", text)).contains(language);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    OK
                    4711
                    Thanks!
                    SN-2231 Error 0x80070005
                    lorem ipsum dolor sit amet consetetur
                    Hello bob@x.com ann@y.com joe@z.com eve@mail.com www.shop.com
                    Fusce bibendum, quam hendrerit sagittis tempor, dui turpis tempus erat, pharetra sodales ante sem sit amet metus, non vulputate
                    """)
    void what_does_not_show_is_not_guessed(String text) {
        assertThat(LanguageGuess.of(null, text)).isEmpty();
    }

    @Test
    void the_header_is_asked_only_where_the_text_does_not_show_it() {
        Mails mail = new Mails().header("content-language", "de-AT, en");
        assertThat(mail.candidate().language()).isEqualTo("de");

        mail.text = "Hello, my printer is on fire and I would like to have it replaced.";
        assertThat(mail.candidate().language()).isEqualTo("en");
        assertThat(LanguageGuess.declared(List.of("*"))).isEmpty();
        assertThat(new Mails().candidate().language()).isEqualTo("unknown");
    }
}
