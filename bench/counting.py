"""Says in a header how many queries a page took. Only in the counting pass of a benchmark: never while it is timed."""

from contextlib import ExitStack

from django.db import connections

HEADER = "X-Queries"


class CountQueries:
    """Middleware: counts the queries of a request on every connection, the outermost of all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        counted = 0

        def count(execute, sql, params, many, context):
            nonlocal counted
            counted += 1
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(count))
            response = self.get_response(request)
        response[HEADER] = str(counted)
        return response
