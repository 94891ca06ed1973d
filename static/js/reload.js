// A page that tells how far something is: look again in a while, unless nobody sees it.
setInterval(() => { if (!document.hidden) location.reload(); }, 3000);
