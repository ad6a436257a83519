package io.deskwire.app.openapi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description as people read it.
 *
 * @param about what holds for all of it; paragraphs, with code between backticks as in all texts here
 * @param topics the operations by topic
 * @param schemas what bodies and answers are made of, by name
 */
public record Reference(String about, List<Topic> topics, List<Schema> schemas) {

    public Reference {
        topics = List.copyOf(topics);
        schemas = List.copyOf(schemas);
    }

    /** Operations that belong together. */
    public record Topic(String name, String description, List<Operation> operations) {
        public Topic {
            operations = List.copyOf(operations);
        }
    }

    /**
     * Something that can be called.
     *
     * @param id unique, fit for an anchor
     * @param method in upper case
     * @param path with names in braces
     * @param secured whether the token is needed
     * @param body what it takes, or null
     */
    public record Operation(
            String id,
            String method,
            String path,
            String summary,
            String description,
            boolean secured,
            List<Parameter> parameters,
            @Nullable Body body,
            List<Answer> answers) {
        public Operation {
            parameters = List.copyOf(parameters);
            answers = List.copyOf(answers);
        }
    }

    /**
     * A parameter.
     *
     * @param in {@code path}, {@code query} or {@code header}
     * @param example a value to begin with; empty where it may be left out
     */
    public record Parameter(
            String name, String in, boolean required, List<Piece> type, String description, String example) {
        public Parameter {
            type = List.copyOf(type);
        }
    }

    /** What a call takes. */
    public record Body(
            boolean required, String mediaType, List<Piece> type, List<Field> fields, List<Example> examples) {
        public Body {
            type = List.copyOf(type);
            fields = List.copyOf(fields);
            examples = List.copyOf(examples);
        }
    }

    /** A body as it may be sent. */
    public record Example(String summary, String text) {}

    /**
     * What a call answers.
     *
     * @param status three digits, or {@code default}
     * @param example empty where there is none to show
     */
    public record Answer(
            String status,
            String description,
            String mediaTypes,
            List<Piece> type,
            List<Field> fields,
            String example) {
        public Answer {
            type = List.copyOf(type);
            fields = List.copyOf(fields);
        }
    }

    /** A named schema with its fields. */
    public record Schema(String name, String description, List<Piece> type, List<Field> fields) {
        public Schema {
            type = List.copyOf(type);
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of an object.
     *
     * @param name with the names of the objects around it, such as {@code stages[].ok}
     */
    public record Field(String name, boolean required, List<Piece> type, String description) {
        public Field {
            type = List.copyOf(type);
        }
    }

    /**
     * A part of a type's words.
     *
     * @param schema the schema to read on at, or null
     */
    public record Piece(String text, @Nullable String schema) {}
}
