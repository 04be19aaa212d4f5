/// The style of a report: system fonts, light and dark by the reader's setting, black on white in print.
enum ReportStyle {
    /// Fills of the largest suppliers. Segments carry their names, so that nothing hangs on colours alone; these are told apart by people
    /// with the common colour deficiencies (Okabe and Ito, 2008), darkened or lightened for the ground.
    static let sheet = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--land:#e6e9ed;--edge:#fff;--on:#fff;
        --c0:#0b5c94;--c1:#b04a00;--c2:#00755a;--c3:#8a4c7d;--c4:#6b5900;--c5:#3d6b8f;--c6:#6e7781;--c7:#a9b1ba;--warn:#9a3412}
        @media (prefers-color-scheme:dark){:root{--bg:#12161b;--fg:#e6edf3;--soft:#9aa6b2;--line:#353d46;--land:#2a313a;--edge:#12161b;
        --on:#0d1117;--c0:#6cb6ff;--c1:#f0a04b;--c2:#4cc9a4;--c3:#d9a0cf;--c4:#e0cf5a;--c5:#9ecbe8;--c6:#9aa6b2;--c7:#5b6570;--warn:#ffb086}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:60rem;background:var(--bg);color:var(--fg);
        font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif}
        h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.3rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}
        h3{font-size:1.05rem;margin:1.5rem 0 .25rem}p{margin:.4rem 0;max-width:48rem}a{color:inherit}
        .soft{color:var(--soft)}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.75rem 0}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.75rem 0}dt{color:var(--soft)}dd{margin:0}
        figure{margin:1rem 0}svg{width:100%;height:auto;display:block;max-width:56rem}svg text{fill:var(--fg);font-size:11px}
        svg .s{fill:var(--soft)}svg .on{fill:var(--on);font-size:10px}svg .w{font-weight:600}svg .m{font-size:9px;paint-order:stroke;stroke:var(--bg);stroke-width:2px}
        figcaption{color:var(--soft);font-size:.875rem;margin:.25rem 0}
        .c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}.c4{fill:var(--c4)}.c5{fill:var(--c5)}.c6{fill:var(--c6)}
        .c7{fill:var(--c7)}.unknown{fill:url(#hatch);stroke:var(--soft);stroke-width:.5}.maybe{fill:var(--c0);opacity:.45}
        .axis{stroke:var(--line);stroke-width:1}.guide{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3}.today{stroke:var(--c1);stroke-width:1.5}
        .range{stroke:var(--c0);stroke-width:5;opacity:.45}.land{fill:var(--land);stroke:var(--edge);stroke-width:.6}
        .open{fill:var(--bg);stroke:var(--c0);stroke-width:1.5}.hatch{stroke:var(--soft);stroke-width:1.2}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem;margin:.5rem 0;min-width:20rem}
        caption{text-align:left;color:var(--soft);padding:.25rem 0}
        th,td{text-align:left;vertical-align:top;padding:.2rem .9rem .2rem 0;border-bottom:1px solid var(--line)}
        th{font-weight:600}.d{white-space:nowrap}td{min-width:5rem}td.n{min-width:0}td.p{min-width:11rem}thead th{border-bottom-width:2px}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .recalled{color:var(--warn);font-weight:600}footer{margin-top:3rem;color:var(--soft);font-size:.875rem}
        @media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--land:#e6e9ed;--edge:#fff;--on:#fff;--c0:#0b5c94;
        --c1:#b04a00;--c2:#00755a;--c3:#8a4c7d;--c4:#6b5900;--c5:#3d6b8f;--c6:#6e7781;--c7:#a9b1ba;--warn:#9a3412}
        body{max-width:none;padding:0;font-size:10pt}nav{display:none}.scroll{overflow:visible}h2,h3,caption,figcaption,thead,thead tr{break-after:avoid}
        svg,tr{break-inside:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """

    /// The hatching of what is not known or suspended; each picture carries its own, so that it stands alone.
    static let hatching = """
        <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <line x1="0" y1="0" x2="0" y2="6" class="hatch"/></pattern></defs>
        """
}
