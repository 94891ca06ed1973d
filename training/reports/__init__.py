"""Who was reached, who came, who completed, who went on to sell: figures that open to their lists."""
