// The contrast between an element's text and what is behind it, as WCAG 2 defines it.
(element) => {
  const luminance = (color) => {
    const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = color.match(/[\d.]+/g).map((channel) => linear(Number(channel) / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (node) => getComputedStyle(node).backgroundColor;
  let behind = element;
  while (behind.parentElement && /, 0\)|transparent/.test(background(behind))) behind = behind.parentElement;
  const [dark, light] = [getComputedStyle(element).color, background(behind)].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
