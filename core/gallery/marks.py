"""Our own small drawings, beside the icons in the sprite."""

WORDMARK = (
    '<symbol id="hedgerow-mark" viewBox="0 0 32 32">'
    '<path d="M16 30c0-7 .4-12 2.6-17.5"/>'
    '<path fill="var(--hedge,currentColor)" stroke="none" d="M18.6 12.5C13.6 11.6 11.4 7.4 12.6 2c5 1.3 7.7 5.4 6 10.5z"/>'
    '<path fill="var(--hedge,currentColor)" stroke="none" d="M17 18.6c1.6-4.7 5.7-6.7 11-5.1-1.4 5-5.8 7.2-11 5.1z"/>'
    '<path fill="var(--hedge,currentColor)" stroke="none" d="M16.2 24.4c-1.5-4.7-5.7-6.9-11.2-5.3 1.4 5.1 5.9 7.3 11.2 5.3z"/>'
    '<circle fill="var(--berry,currentColor)" stroke="none" cx="23.8" cy="8.2" r="2.3"/>'
    "</symbol>"
)

MARKS = (WORDMARK,)
