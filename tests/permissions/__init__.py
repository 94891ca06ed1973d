"""Every URL of the project × every role, with the expected answer.

A new URL needs one row in `rows/<room>.py`: `"room:name": OPEN`, or with an object, `"room:detail": Row(OF_SHOP_A,
lambda world: {"pk": world.order_of_a.pk})`. What a row needs, the room's `prepare(world)` makes, once for all rows.
All are asked with GET: a guard stands before the method, so that a POST-only address answers 405 (`IN`) to whom it
lets in.
"""
