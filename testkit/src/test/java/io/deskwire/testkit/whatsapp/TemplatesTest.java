package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {

    private Peers peers;
    private String[] bearer;

    @BeforeEach
    void start() throws Exception {
        peers = new Peers();
        peers.whatsapp.behaviour().fetchLinks(false);
        bearer = new String[] {"Authorization", "Bearer " + peers.token()};
        SimulatedTemplates templates = peers.number.templates();
        templates.add(SimulatedTemplate.of("ticket_update", "en_US", "Hi {{1}}, ticket {{2}} was answered.")
                .withUrlButton("View", "https://help.example.com/t/{{1}}")
                .withQuickReply("Solved"));
        templates.add(SimulatedTemplate.of("ticket_named", "de", "Hallo {{first_name}}, Ticket {{ticket_id}}.")
                .withHeader("Ticket: {{agent}}")
                .withFooter("Acme"));
        templates.add(SimulatedTemplate.of("hello", "en", "Hello!"));
        templates.add(SimulatedTemplate.of("invoice", "en", "Your invoice").withMediaHeader("DOCUMENT"));
        templates.add(SimulatedTemplate.of("tired", "en", "x").withStatus("PAUSED"));
        templates.add(SimulatedTemplate.of("dead", "en", "x").withStatus("DISABLED"));
        templates.add(SimulatedTemplate.of("young", "en", "x").withStatus("PENDING"));
        templates.add(SimulatedTemplate.of("voucher", "en", "Sorry!")
                .withCopyCodeButton()
                .withCategory("MARKETING"));
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    static Stream<Arguments> requests() {
        String two = "{'type':'text','text':'Ann'},{'type':'text','text':'12'}";
        String url = "{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'12'}]}";
        return Stream.of(
                update(0, "all given", two, url),
                update(
                        0,
                        "with a payload",
                        two,
                        url
                                + ",{'type':'button','sub_type':'quick_reply','index':1,'parameters':[{'type':'payload','payload':'p'}]}"),
                update(
                        0,
                        "currency and date",
                        "{'type':'currency','currency':{'fallback_value':'$1','code':'USD','amount_1000':1000}},{'type':'date_time','date_time':{'fallback_value':'today'}}",
                        url),
                update(132000, "one too few", "{'type':'text','text':'Ann'}", url),
                update(132000, "one too many", two + ",{'type':'text','text':'x'}", url),
                update(
                        132012,
                        "names for numbers",
                        "{'type':'text','parameter_name':'a','text':'Ann'},{'type':'text','parameter_name':'b','text':'12'}",
                        url),
                update(132018, "a line break", "{'type':'text','text':'Ann\\nLee'},{'type':'text','text':'12'}", url),
                update(132018, "five spaces", "{'type':'text','text':'Ann     Lee'},{'type':'text','text':'12'}", url),
                update(
                        132012,
                        "a picture in the text",
                        "{'type':'image','image':{'id':'1'}},{'type':'text','text':'12'}",
                        url),
                update(131008, "an empty text", "{'type':'text','text':''},{'type':'text','text':'12'}", url),
                update(131008, "the button missing", two, ""),
                update(
                        132000,
                        "a button it has not",
                        two,
                        url
                                + ",{'type':'button','sub_type':'url','index':'2','parameters':[{'type':'text','text':'12'}]}"),
                update(
                        132000,
                        "a button of another kind",
                        two,
                        "{'type':'button','sub_type':'copy_code','index':'0','parameters':[{'type':'coupon_code','coupon_code':'x'}]}"),
                update(100, "the body twice", two, url + ",{'type':'body','parameters':[]}"),
                template(132001, "unknown", "nothing", "en", ""),
                template(132001, "another language", "hello", "en_US", ""),
                template(132015, "paused", "tired", "en", ""),
                template(132016, "disabled", "dead", "en", ""),
                template(132001, "not approved yet", "young", "en", ""),
                template(0, "without variables", "hello", "en", ""),
                template(
                        132000,
                        "a parameter it has not",
                        "hello",
                        "en",
                        "{'type':'body','parameters':[{'type':'text','text':'x'}]}"),
                template(
                        0,
                        "named",
                        "ticket_named",
                        "de",
                        "{'type':'header','parameters':[{'type':'text','parameter_name':'agent','text':'Jana'}]},{'type':'body','parameters':[{'type':'text','parameter_name':'ticket_id','text':'12'},{'type':'text','parameter_name':'first_name','text':'Anna'}]}"),
                template(
                        132000,
                        "header missing",
                        "ticket_named",
                        "de",
                        "{'type':'body','parameters':[{'type':'text','parameter_name':'ticket_id','text':'12'},{'type':'text','parameter_name':'first_name','text':'Anna'}]}"),
                template(
                        132012,
                        "numbers for names",
                        "ticket_named",
                        "de",
                        "{'type':'header','parameters':[{'type':'text','text':'Jana'}]}"),
                template(
                        0,
                        "document",
                        "invoice",
                        "en",
                        "{'type':'header','parameters':[{'type':'document','document':{'link':'https://a.example/a.pdf','filename':'a.pdf'}}]}"),
                template(132000, "document missing", "invoice", "en", ""),
                template(
                        132012,
                        "a picture for a document",
                        "invoice",
                        "en",
                        "{'type':'header','parameters':[{'type':'image','image':{'link':'https://a.example/a.png'}}]}"),
                template(
                        0,
                        "code",
                        "voucher",
                        "en",
                        "{'type':'button','sub_type':'copy_code','index':'0','parameters':[{'type':'coupon_code','coupon_code':'SORRY10'}]}"),
                template(131008, "code missing", "voucher", "en", ""),
                template(100, "language as text", "hello", "as text", ""));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("requests")
    void a_template_is_held_against_its_definition(int code, String what, String body) throws Exception {
        HttpResponse<String> answer = peers.send(body);
        if (code == 0) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Peers.at(answer, "messages", 0, "message_status")).isEqualTo("accepted");
        } else {
            assertThat(Peers.at(answer, "error", "code")).as(answer.body()).isEqualTo((long) code);
            assertThat(answer.statusCode()).isEqualTo(code == 132001 ? 404 : 400);
        }
    }

    @Test
    void the_customer_reads_the_template_filled_in_though_the_window_is_closed() throws Exception {
        SimulatedCustomer maria = peers.maria();
        peers.send(
                json(
                        "ticket_named",
                        "de",
                        "{'type':'header','parameters':[{'type':'text','parameter_name':'agent','text':'Jana'}]},{'type':'body','parameters':[{'type':'text','parameter_name':'ticket_id','text':'12'},{'type':'text','parameter_name':'first_name','text':'Anna'}]}"));
        peers.whatsapp.settle();
        assertThat(maria.received()).singleElement().satisfies(m -> {
            assertThat(m.text()).isEqualTo("Ticket: Jana\nHallo Anna, Ticket 12.\nAcme");
            assertThat(m.templateName()).contains("ticket_named");
        });
        assertThat(peers.bodies().get(0)).contains("\"category\":\"utility\"");
    }

    @Test
    void who_wants_no_marketing_gets_none() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.wantMarketing(false);
        peers.send(
                json(
                        "voucher",
                        "en",
                        "{'type':'button','sub_type':'copy_code','index':'0','parameters':[{'type':'coupon_code','coupon_code':'SORRY10'}]}"));
        peers.whatsapp.settle();
        assertThat(peers.bodies().get(0)).contains("user_preferences", "\"value\":\"stop\"");
        assertThat(peers.bodies().get(1)).contains("131050");
        assertThat(maria.received()).isEmpty();
    }

    @Test
    void the_list_comes_in_pages_with_a_trap_in_next() throws Exception {
        peers.whatsapp.behaviour().templatePageSize(5);
        String url = peers.graph("/" + Peers.WABA + "/message_templates?limit=100&fields=id,name,status,components");

        HttpResponse<String> first = peers.get(url, bearer);
        assertThat((List<?>) Peers.at(first, "data")).hasSize(5);
        assertThat(Peers.at(first, "data", 0, "name")).isEqualTo("ticket_update");
        assertThat(Peers.at(first, "data", 0, "category")).isNull();
        assertThat(Peers.text(first, "paging", "next"))
                .contains("access_token=")
                .contains("evil.example");

        HttpResponse<String> second =
                peers.get(url + "&after=" + Peers.text(first, "paging", "cursors", "after"), bearer);
        assertThat((List<?>) Peers.at(second, "data")).hasSize(3);
        assertThat(Peers.at(second, "paging", "next")).isNull();

        assertThat(Peers.at(peers.get(url + "&after=nonsense", bearer), "error", "code"))
                .isEqualTo(131059L);
        assertThat((List<?>) Peers.at(peers.get(url + "&status=PAUSED", bearer), "data"))
                .hasSize(1);
    }

    @Test
    void a_change_is_told() throws Exception {
        SimulatedTemplates templates = peers.number.templates();
        templates.status("hello", "en", "PAUSED");
        templates.category("hello", "en", "MARKETING");
        templates.quality("hello", "en", "RED");
        templates.remove("hello", "en");

        assertThat(peers.bodies()).hasSize(4);
        String paused = peers.bodies().get(0);
        assertThat(Peers.at(paused, "entry", 0, "time")).isEqualTo(Peers.START.getEpochSecond());
        assertThat(Peers.at(paused, "entry", 0, "changes", 0, "field")).isEqualTo("message_template_status_update");
        assertThat(Peers.at(paused, "entry", 0, "changes", 0, "value", "event")).isEqualTo("PAUSED");
        assertThat(Peers.at(paused, "entry", 0, "changes", 0, "value", "metadata"))
                .isNull();
        assertThat(Peers.at(paused, "entry", 0, "changes", 0, "value", "message_template_id"))
                .isInstanceOf(Long.class);
        assertThat(peers.bodies().get(1)).contains("template_category_update", "\"new_category\":\"MARKETING\"");
        assertThat(peers.bodies().get(2)).contains("message_template_quality_update", "\"new_quality_score\":\"RED\"");
        assertThat(peers.bodies().get(3)).contains("DELETED");
        assertThat(templates.find("hello", "en")).isEmpty();
    }

    @Test
    void a_template_passes_whatever_the_time() throws Exception {
        peers.clock.advance(Duration.ofDays(100));
        peers.send(json("hello", "en", ""));
        peers.whatsapp.settle();
        assertThat(peers.statuses()).containsExactly("sent", "delivered");
    }

    private static Arguments update(int code, String what, String body, String buttons) {
        return template(
                code,
                what,
                "ticket_update",
                "en_US",
                "{'type':'body','parameters':[" + body + "]}" + (buttons.isEmpty() ? "" : "," + buttons));
    }

    private static Arguments template(int code, String what, String name, String language, String components) {
        return Arguments.of(code, what, json(name, language, components));
    }

    private static String json(String name, String language, String components) {
        String itsLanguage = language.equals("as text") ? "'en'" : "{'code':'" + language + "'}";
        String all = components.isEmpty() ? "" : ",'components':[" + components + "]";
        String template = "{'name':'" + name + "','language':" + itsLanguage + all + "}";
        return ("{'messaging_product':'whatsapp','to':'+16505551234','type':'template','template':" + template + "}")
                .replace('\'', '"');
    }
}
