package chosen.elasticsearch;

import java.io.IOException;
import java.util.List;

import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code GET /} and {@code HEAD /}: who answers, in which version. Clients ask it to see whether a node is there. */
final class RootEndpoint implements RestHandler {

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
    }

    @Override
    public void handleRequest(RestRequest request, RestChannel channel, NodeClient client) throws IOException {
        XContentBuilder body = channel.newBuilder().startObject();
        body.field("name", client.settings().get("node.name"));
        body.field("cluster_name", client.settings().get("cluster.name"));
        body.startObject("version").field("number", Build.current().version()).endObject();
        body.field("tagline", "You Know, for Search");
        channel.sendResponse(new RestResponse(RestStatus.OK, body.endObject()));
    }
}
