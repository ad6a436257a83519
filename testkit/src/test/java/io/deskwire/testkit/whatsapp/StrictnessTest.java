package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every body that the real service would refuse, with the code, and those it takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictnessTest {

    private static final String LONG = "x".repeat(5000);
    private Peers peers;
    private String asked;

    @BeforeAll
    void start() throws Exception {
        peers = new Peers();
        peers.whatsapp.behaviour().pairRate(false).fetchLinks(false);
        asked = peers.maria().withId("wamid.ASKED").text("Hi");
    }

    @AfterAll
    void stop() {
        peers.close();
    }

    @BeforeEach
    void known() {
        assertThat(asked).isEqualTo("wamid.ASKED");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // the frame
                raw(100, "no JSON", "{"),
                raw(100, "a list", "[]"),
                raw(100, "nothing", "{}"),
                raw(100, "product missing", "{'to':'+16505551234','type':'text','text':{'body':'x'}}"),
                raw(
                        100,
                        "product wrong",
                        "{'messaging_product':'sms','to':'+16505551234','type':'text','text':{'body':'x'}}"),
                raw(131008, "type missing", "{'messaging_product':'whatsapp','to':'+16505551234','text':{'body':'x'}}"),
                raw(131008, "recipient missing", "{'messaging_product':'whatsapp','type':'text','text':{'body':'x'}}"),
                to(100, "to is a number", "'to':16505551234"),
                to(100, "to is no phone number", "'to':'Maria'"),
                to(131021, "to ourselves", "'to':'+15550783881'"),
                to(131009, "recipient is a phone number", "'recipient':'+16505551234'"),
                to(100, "recipient_type of no kind", "'to':'+16505551234','recipient_type':'business_scoped_user_id'"),
                to(100, "a field nobody knows", "'to':'+16505551234','callback_data':'x'"),
                to(100, "a second content", "'to':'+16505551234','image':{'id':'1'}"),
                to(100, "callback data too long", "'to':'+16505551234','biz_opaque_callback_data':'" + LONG + "'"),
                to(131009, "context unknown", "'to':'+16505551234','context':{'message_id':'wamid.none'}"),
                to(131008, "context empty", "'to':'+16505551234','context':{}"),
                to(100, "context too much", "'to':'+16505551234','context':{'message_id':'wamid.ASKED','from':'x'}"),
                of(100, "unknown type", "'type':'poll','poll':{}"),
                of(131008, "content missing", "'type':'text'"),
                of(100, "content of another kind", "'type':'text','text':'x'"),
                // text
                of(131008, "text without body", "'type':'text','text':{}"),
                of(100, "text empty", "'type':'text','text':{'body':''}"),
                of(100, "text too long", "'type':'text','text':{'body':'" + "x".repeat(4097) + "'}"),
                of(100, "text is a number", "'type':'text','text':{'body':1}"),
                of(100, "preview_url is a text", "'type':'text','text':{'body':'x','preview_url':'true'}"),
                of(100, "text with more", "'type':'text','text':{'body':'x','markdown':true}"),
                // media
                of(100, "neither id nor link", "'type':'image','image':{'caption':'x'}"),
                of(100, "id and link", "'type':'image','image':{'id':'1','link':'https://a.example/a.png'}"),
                of(131009, "id unknown", "'type':'image','image':{'id':'1'}"),
                of(100, "id is a number", "'type':'image','image':{'id':1}"),
                of(100, "link is none", "'type':'image','image':{'link':'ftp://a.example/a.png'}"),
                of(100, "caption on audio", "'type':'audio','audio':{'link':'https://a.example/a','caption':'x'}"),
                of(
                        100,
                        "caption on sticker",
                        "'type':'sticker','sticker':{'link':'https://a.example/a','caption':'x'}"),
                of(
                        100,
                        "caption too long",
                        "'type':'image','image':{'link':'https://a.example/a','caption':'" + LONG + "'}"),
                of(100, "filename on image", "'type':'image','image':{'link':'https://a.example/a','filename':'x'}"),
                of(100, "voice on video", "'type':'video','video':{'link':'https://a.example/a','voice':true}"),
                of(100, "voice is a text", "'type':'audio','audio':{'link':'https://a.example/a','voice':'true'}"),
                // location, contacts, reaction
                of(131008, "no longitude", "'type':'location','location':{'latitude':1}"),
                of(100, "latitude is a word", "'type':'location','location':{'latitude':'north','longitude':1}"),
                of(131009, "latitude beyond", "'type':'location','location':{'latitude':91,'longitude':1}"),
                of(100, "url on location", "'type':'location','location':{'latitude':1,'longitude':1,'url':'x'}"),
                of(131009, "no contact", "'type':'contacts','contacts':[]"),
                of(131008, "contact without name", "'type':'contacts','contacts':[{'phones':[]}]"),
                of(131008, "formatted name alone", "'type':'contacts','contacts':[{'name':{'formatted_name':'A B'}}]"),
                of(
                        131009,
                        "birthday",
                        "'type':'contacts','contacts':[{'name':{'formatted_name':'A','first_name':'A'},'birthday':'1.2.1999'}]"),
                of(
                        100,
                        "phone of another kind",
                        "'type':'contacts','contacts':[{'name':{'formatted_name':'A','first_name':'A'},'phones':[{'number':'1'}]}]"),
                of(131008, "reaction without emoji", "'type':'reaction','reaction':{'message_id':'wamid.ASKED'}"),
                of(
                        100,
                        "reaction with context",
                        "'type':'reaction','reaction':{'message_id':'wamid.ASKED','emoji':'x'},'context':{'message_id':'wamid.ASKED'}"),
                // interactive
                of(
                        131009,
                        "interactive of no kind",
                        "'type':'interactive','interactive':{'type':'poll','body':{'text':'x'},'action':{}}"),
                button(131008, "no buttons", ""),
                button(131009, "four buttons", reply("1", "a"), reply("2", "b"), reply("3", "c"), reply("4", "d")),
                button(131009, "title too long", reply("1", "x".repeat(21))),
                button(131009, "id too long", reply("x".repeat(257), "a")),
                button(131009, "same id", reply("1", "a"), reply("1", "b")),
                button(131009, "same title", reply("1", "a"), reply("2", "a")),
                button(131009, "button of another type", "{'type':'url','reply':{'id':'1','title':'a'}}"),
                of(
                        131009,
                        "body too long",
                        "'type':'interactive','interactive':{'type':'button','body':{'text':'" + LONG
                                + "'},'action':{'buttons':[" + reply("1", "a") + "]}}"),
                of(
                        131009,
                        "footer too long",
                        "'type':'interactive','interactive':{'type':'button','body':{'text':'x'},'footer':{'text':'"
                                + "x".repeat(61) + "'},'action':{'buttons':[" + reply("1", "a") + "]}}"),
                list(131009, "button text too long", "x".repeat(21), "{'rows':[" + row("1", "a", "b") + "]}"),
                list(131009, "row title too long", "x", "{'rows':[" + row("1", "x".repeat(25), "b") + "]}"),
                list(131009, "row id too long", "x", "{'rows':[" + row("x".repeat(201), "a", "b") + "]}"),
                list(131009, "description too long", "x", "{'rows':[" + row("1", "a", "x".repeat(73)) + "]}"),
                list(131009, "same row id", "x", "{'rows':[" + row("1", "a", "b") + "," + row("1", "b", "b") + "]}"),
                list(
                        131008,
                        "two sections, one untitled",
                        "x",
                        "{'rows':[" + row("1", "a", "b") + "]},{'title':'t','rows':[" + row("2", "a", "b") + "]}"),
                list(
                        131009,
                        "eleven rows",
                        "x",
                        "{'title':'a','rows':[" + rows(1, 6) + "]},{'title':'b','rows':[" + rows(7, 11) + "]}"),
                list(
                        131009,
                        "picture over a list",
                        "x",
                        "{'rows':[" + row("1", "a", "b") + "]}",
                        "'header':{'type':'image','image':{'link':'https://a.example/a'}},"),
                of(
                        131009,
                        "link text too long",
                        "'type':'interactive','interactive':{'type':'cta_url','body':{'text':'x'},'action':{'name':'cta_url','parameters':{'display_text':'"
                                + "x".repeat(21) + "','url':'https://a.example'}}}"),
                of(
                        131009,
                        "location request of another name",
                        "'type':'interactive','interactive':{'type':'location_request_message','body':{'text':'x'},'action':{'name':'location'}}"),
                // reading
                raw(100, "unread", "{'messaging_product':'whatsapp','status':'unread','message_id':'wamid.ASKED'}"),
                raw(
                        100,
                        "typing of another type",
                        "{'messaging_product':'whatsapp','status':'read','message_id':'wamid.ASKED','typing_indicator':{'type':'audio'}}"),
                raw(131008, "read nothing", "{'messaging_product':'whatsapp','status':'read'}"));
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                of(0, "longest text", "'type':'text','text':{'body':'" + "x".repeat(4096) + "'}"),
                of(0, "emoji counted as one", "'type':'text','text':{'body':'" + "\ud83d\udc4d".repeat(4096) + "'}"),
                to(0, "both addresses", "'to':'+16505551234','recipient':'US.1'"),
                to(0, "without a plus", "'to':'16505551234'"),
                of(0, "image by link", "'type':'image','image':{'link':'https://a.example/a.png?v=1','caption':'x'}"),
                of(
                        0,
                        "document by link",
                        "'type':'document','document':{'link':'https://a.example/a.pdf','filename':'a.pdf','caption':'x'}"),
                of(0, "voice by link", "'type':'audio','audio':{'link':'https://a.example/a.ogg','voice':true}"),
                of(
                        0,
                        "location in text",
                        "'type':'location','location':{'latitude':'37.44','longitude':'-122.16','name':'Here','address':'There'}"),
                of(
                        0,
                        "contact",
                        "'type':'contacts','contacts':[{'name':{'formatted_name':'Barbara J','first_name':'Barbara'},'phones':[{'phone':'+19175559999','type':'Mobile','wa_id':'19175559999'}],'emails':[{'email':'b@a.example','type':'Work'}]}]"),
                of(0, "reaction", "'type':'reaction','reaction':{'message_id':'wamid.ASKED','emoji':'\ud83d\udc4d'}"),
                of(0, "reaction removed", "'type':'reaction','reaction':{'message_id':'wamid.ASKED','emoji':''}"),
                button(0, "three buttons", reply("1", "a"), reply("2", "b"), reply("3", "c")),
                of(
                        0,
                        "buttons with everything",
                        "'type':'interactive','interactive':{'type':'button','header':{'type':'text','text':'Ticket'},'body':{'text':'x'},'footer':{'text':'f'},'action':{'buttons':["
                                + reply("1", "a") + "]}}"),
                list(
                        0,
                        "ten rows",
                        "x",
                        "{'title':'a','rows':[" + rows(1, 5) + "]},{'title':'b','rows':[" + rows(6, 10) + "]}"),
                of(
                        0,
                        "link",
                        "'type':'interactive','interactive':{'type':'cta_url','body':{'text':'x'},'action':{'name':'cta_url','parameters':{'display_text':'Open','url':'https://a.example/t'}}}"),
                of(
                        0,
                        "location request",
                        "'type':'interactive','interactive':{'type':'location_request_message','body':{'text':'x'},'action':{'name':'send_location'}}"),
                of(0, "context", "'type':'text','text':{'body':'x'},'context':{'message_id':'wamid.ASKED'}"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource({"refused", "taken"})
    void a_body_is_judged(int code, String what, String body) throws Exception {
        HttpResponse<String> answer = peers.send(body);
        if (code == 0) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } else {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(Peers.at(answer, "error", "code")).as(answer.body()).isEqualTo((long) code);
            assertThat(Peers.at(answer, "error", "type")).isEqualTo("OAuthException");
            assertThat(Peers.text(answer, "error", "message")).startsWith("(#" + code + ") ");
            assertThat(Peers.text(answer, "error", "error_data", "details")).isNotEmpty();
        }
    }

    @Test
    void a_body_of_another_content_type_is_refused() throws Exception {
        HttpResponse<String> answer = peers.postForm(
                peers.graph("/" + Peers.NUMBER_ID + "/messages"), "to=1", "Authorization", "Bearer " + peers.token());
        assertThat(Peers.at(answer, "error", "code")).isEqualTo(100L);
    }

    @Test
    void an_object_that_does_not_exist_is_error_100_with_subcode_33() throws Exception {
        HttpResponse<String> answer =
                peers.post(peers.graph("/999/messages"), "{}", "Authorization", "Bearer " + peers.token());
        assertThat(Peers.at(answer, "error", "code")).isEqualTo(100L);
        assertThat(Peers.at(answer, "error", "error_subcode")).isEqualTo(33L);
    }

    @Test
    void the_proof_of_the_app_secret_is_checked_when_it_is_given() throws Exception {
        String[] bearer = {"Authorization", "Bearer " + peers.token()};
        String proof = Signatures.proof("app-secret-" + Peers.NUMBER_ID, peers.token());
        String url = peers.graph("/" + Peers.NUMBER_ID + "?appsecret_proof=");
        assertThat(peers.get(url + proof, bearer).statusCode()).isEqualTo(200);
        assertThat(peers.get(url + proof.replace(proof.charAt(0), 'x'), bearer).statusCode())
                .isEqualTo(400);
    }

    private static Arguments raw(int code, String what, String body) {
        return Arguments.of(code, what, body.replace('\'', '"'));
    }

    private static Arguments to(int code, String what, String recipient) {
        return raw(code, what, "{'messaging_product':'whatsapp'," + recipient + ",'type':'text','text':{'body':'x'}}");
    }

    private static Arguments of(int code, String what, String content) {
        return raw(code, what, "{'messaging_product':'whatsapp','to':'+16505551234'," + content + "}");
    }

    private static Arguments button(int code, String what, String... buttons) {
        String all = String.join(",", buttons);
        String action = all.isEmpty() ? "{}" : "{'buttons':[" + all + "]}";
        return of(
                code,
                what,
                "'type':'interactive','interactive':{'type':'button','body':{'text':'x'},'action':" + action + "}");
    }

    private static Arguments list(int code, String what, String button, String sections, String... header) {
        return of(
                code,
                what,
                "'type':'interactive','interactive':{'type':'list'," + String.join("", header)
                        + "'body':{'text':'x'},'action':{'button':'" + button + "','sections':[" + sections + "]}}");
    }

    private static String reply(String id, String title) {
        return Json.write(Map.of("type", "reply", "reply", Map.of("id", id, "title", title)));
    }

    private static String row(String id, String title, String description) {
        return Json.write(Map.of("id", id, "title", title, "description", description));
    }

    private static String rows(int from, int to) {
        StringBuilder rows = new StringBuilder();
        for (int i = from; i <= to; i++) {
            rows.append(i == from ? "" : ",").append(row("r" + i, "t" + i, "d"));
        }
        return rows.toString();
    }
}
