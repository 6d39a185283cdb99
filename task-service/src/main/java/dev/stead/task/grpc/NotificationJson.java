package dev.stead.task.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.v1.WebhookDelivery;

/** What a webhook posts: {@code WebhookDelivery} in protobuf's JSON, with the contract's own field names. */
public final class NotificationJson {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private NotificationJson() {}

    public static String write(PersonId personId, Notification notification) {
        try {
            return PRINTER.print(WebhookDelivery.newBuilder()
                    .setPersonId(personId.value())
                    .setNotification(TaskProto.write(notification))
                    .build());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("our own message cannot be written as JSON", impossible);
        }
    }
}
