package io.deskwire.app.http;

import io.deskwire.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty refuses before a route is reached (a malformed request line, a huge header) is a problem document too. */
final class JettyErrors extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        ProblemException problem = Problems.ofStatus(code, message == null ? "the request was refused" : message);
        response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE));
        Content.Sink.write(response, true, Json.write(problem.document()), callback);
    }

    static void write(HttpServletResponse response, ProblemException problem) {
        try {
            response.setStatus(problem.status());
            response.setContentType(Problems.MEDIA_TYPE);
            response.getOutputStream().write(Json.writeBytes(problem.document()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
