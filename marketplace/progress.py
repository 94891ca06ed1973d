class Progress:
    """A bar of one line on a terminal, one line at the end elsewhere."""

    WIDTH = 30

    def __init__(self, out, label: str, total: int = 0):
        self.out, self.label, self.total, self.done = out, label, total, 0

    def step(self, number: int = 1) -> None:
        self.done += number
        finished = self.done >= self.total
        if self.out.isatty():
            filled = self.WIDTH * self.done // max(1, self.total)
            bar = "█" * filled + "·" * (self.WIDTH - filled)
            self.out.write(f"\r{self.label} {bar} {self.done}/{self.total}", ending="\n" if finished else "")
            self.out.flush()
        elif finished:
            self.out.write(f"{self.label}: {self.done}/{self.total}")
