// Oscar's “cancel” links say what they do in inline handlers, which the policy keeps from running: here it is done.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[onclick], button[onclick]");
  const wish = link?.getAttribute("onclick") ?? "";
  if (wish.includes("history.go(-1)")) { event.preventDefault(); history.back(); }
  if (wish.includes("window.close()")) { event.preventDefault(); window.close(); }
});

// Oscar 4.2's page of an order calls a function that its script does not have.
const { orders } = window.oscar?.dashboard ?? {};
if (orders) orders.initTable ??= () => {};
