"""The evidence for assistants: tools that answer in Markdown, served over the Model Context Protocol."""
